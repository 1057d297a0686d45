-- +goose NO TRANSACTION
-- +goose Up
/* Orders get an owner; /* nested */ see the notes. */
ALTER TABLE ONLY public.orders
    ADD COLUMN IF NOT EXISTS owner_id bigint,
    ADD COLUMN state order_state NOT NULL DEFAULT 'new'::order_state,
    ADD CONSTRAINT "orders_total" CHECK ((total >= 0) AND total <> 'NaN'::numeric) NOT VALID;

CREATE INDEX CONCURRENTLY IF NOT EXISTS "orders_owner_idx" ON "orders"("owner_id") WHERE owner_id IS NOT NULL;
INSERT INTO notes (id, body) VALUES (1, 'it''s; one'), (2, E'a\'b;\n'), (3, U&'\0441'), ($1, :name);

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION notify_order() RETURNS trigger AS $body$
DECLARE
    payload jsonb := '{}'; -- "not a name
BEGIN
    IF NOT EXISTS (SELECT 1 FROM orders WHERE id = NEW.id) THEN
        RAISE NOTICE 'order % is gone; $$', NEW.id;
    END IF;
    payload := payload || jsonb_build_object('id', NEW.id, 'tags', ARRAY[1, 2, 3]);
    PERFORM pg_notify('orders', payload::text);
    RETURN NEW;
END;
$body$ LANGUAGE plpgsql;
-- +goose StatementEnd

DO $$ BEGIN
    ALTER TABLE "orders" ADD CONSTRAINT "orders_owner" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE SET NULL;
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;

WITH late AS (SELECT id, data->'a'->>'b' AS b FROM orders WHERE a[1] != 2)
UPDATE orders o SET state = 'late' FROM late l WHERE o.id = l.id AND l.b ~* '^x' AND o.n % 2 <= 1;

-- +goose Down
DROP INDEX CONCURRENTLY orders_owner_idx;
ALTER TABLE orders DROP COLUMN owner_id;
