"""What a Linear workspace holds, and the rules by which Linear lets it be changed, as far as Assay meets them."""

import re
import threading
import uuid

from graphql import GraphQLError

PAGE_SIZE = 50
UUID_V4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def refusal(message, code="INPUT_ERROR"):
    return GraphQLError(message, extensions={"code": code, "userPresentableMessage": message})


class Workspace:
    def __init__(self, seed):
        self.lock = threading.RLock()
        self.description_limit = seed.get("descriptionLimit", 250_000)
        self.page_size = seed.get("pageSize", PAGE_SIZE)
        self.teams = seed.get("teams", [])
        self.projects = [self.project(**each) for each in seed.get("projects", [])]
        self.labels = [self.label(**each) for each in seed.get("labels", [])]
        self.issues = []
        for each in seed.get("issues", []):
            self.issues.append(self.issue(**each))

    def project(self, name, team, id=None, slug=None, status="started", **others):
        """Projects are seeded by their name and their team's key."""
        owner = next(each for each in self.teams if each["key"] == team)
        return {
            "id": id or str(uuid.uuid4()), "name": name, "slugId": slug or uuid.uuid4().hex[:12],
            "status": {"type": status}, "archivedAt": None, "trashed": None, "teamId": owner["id"], **others,
        }

    def label(self, name, id=None, team=None, isGroup=False, parent=None, retiredAt=None):
        owner = next((each for each in self.teams if each["key"] == team), None)
        return {
            "id": id or str(uuid.uuid4()), "name": name, "isGroup": isGroup, "retiredAt": retiredAt,
            "team": owner, "parentId": parent,
        }

    def issue(self, title, team, id=None, labels=(), project=None, **others):
        owner = next(each for each in self.teams if each["key"] == team)
        number = len(self.issues) + 1
        return {
            "id": id or str(uuid.uuid4()), "identifier": f"{team}-{number}", "title": title,
            "url": f"https://linear.app/acme/issue/{team}-{number}", "description": "", "priority": 0,
            "trashed": None, "archivedAt": None, "teamId": owner["id"], "projectId": project,
            "labelIds": list(labels), **others,
        }

    def page(self, nodes, first=None, after=None):
        start = int(after) + 1 if after else 0
        size = min(first or PAGE_SIZE, self.page_size)
        end = start + size
        return {
            "nodes": nodes[start:end],
            "pageInfo": {"hasNextPage": end < len(nodes), "endCursor": str(end - 1) if nodes[start:end] else None},
        }

    def find(self, kind, id, name):
        found = next((each for each in kind if each["id"] == id), None)
        if found is None:
            raise refusal(f"Entity not found: {name} - Could not find referenced {name}.")
        return found

    def check_new_id(self, kind, id, name):
        if id is not None and not UUID_V4.fullmatch(id):
            raise refusal("Argument Validation Error: id must be a UUID")
        if any(each["id"] == id for each in kind):
            raise refusal(f"Entity {name} with id {id} already exists", "INVALID_INPUT")
        return id or str(uuid.uuid4())

    def check_issue(self, input, team, carried):
        description = input.get("description") or ""
        if len(description.encode("utf-16-le")) // 2 > self.description_limit:
            raise refusal(
                f"Argument Validation Error: description must be shorter than or equal to {self.description_limit} "
                "characters")
        if not 0 <= input.get("priority", 0) <= 4:
            raise refusal("priority must be between 0 and 4")
        if input.get("projectId") is not None:
            project = self.find(self.projects, input["projectId"], "Project")
            if project["teamId"] != team["id"]:
                raise refusal("Discrepancy between issue team and project team")
        groups = {}
        for id in carried:
            label = self.find(self.labels, id, "IssueLabel")
            if label["isGroup"]:
                raise refusal("labelIds: a label group cannot be applied")
            if label["retiredAt"]:
                raise refusal("labelIds: the label is retired")
            if label["team"] is not None and label["team"]["id"] != team["id"]:
                raise refusal("labelIds: the label belongs to another team")
            if label["parentId"] is not None and groups.setdefault(label["parentId"], id) != id:
                raise refusal("labelIds: labels not exclusive child labels")

    def create_issue(self, input):
        team = self.find(self.teams, input["teamId"], "Team")
        id = self.check_new_id(self.issues, input.get("id"), "Issue")
        self.check_issue(input, team, input.get("labelIds") or [])
        issue = self.issue(
            input["title"], team["key"], id=id, labels=input.get("labelIds") or [], project=input.get("projectId"),
            description=input.get("description"), priority=input.get("priority", 0))
        self.issues.append(issue)
        return {"success": True, "issue": issue}

    def update_issue(self, id, input):
        issue = self.find(self.issues, id, "Issue")
        team = self.find(self.teams, issue["teamId"], "Team")
        carried = list(dict.fromkeys(issue["labelIds"] + (input.get("addedLabelIds") or [])))
        self.check_issue(input, team, carried)
        issue["labelIds"] = carried
        for key in ("description", "priority", "projectId"):
            if key in input:
                issue[key] = input[key]
        return {"success": True, "issue": issue}

    def create_label(self, input):
        team = self.find(self.teams, input["teamId"], "Team") if input.get("teamId") else None
        id = self.check_new_id(self.labels, input.get("id"), "IssueLabel")
        for label in self.labels:
            same_scope = label["team"] is None or team is None or label["team"]["id"] == team["id"]
            if label["name"].lower() == input["name"].lower() and same_scope:
                raise refusal("duplicate label name")
        label = {"id": id, "name": input["name"], "isGroup": False, "retiredAt": None, "team": team, "parentId": None}
        self.labels.append(label)
        return {"success": True, "issueLabel": label}


def matches_text(value, comparator):
    if comparator is None:
        return True
    if "eq" in comparator and value != comparator["eq"]:
        return False
    return not ("eqIgnoreCase" in comparator and value.lower() != comparator["eqIgnoreCase"].lower())


def matches_id(value, comparator):
    if comparator is None:
        return True
    if "eq" in comparator and value != comparator["eq"]:
        return False
    return not ("in" in comparator and value not in comparator["in"])


def matches_label(label, filter):
    filter = filter or {}
    if not matches_text(label["name"], filter.get("name")):
        return False
    return "or" not in filter or any(matches_label(label, each) for each in filter["or"])


def matches_issue(issue, filter):
    filter = filter or {}
    if not matches_id(issue["id"], filter.get("id")) or not matches_text(issue["title"], filter.get("title")):
        return False
    if "team" in filter and not matches_id(issue["teamId"], filter["team"].get("id")):
        return False
    return "or" not in filter or any(matches_issue(issue, each) for each in filter["or"])
