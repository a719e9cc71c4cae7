//! The catalogue: categories, services, their audience and their forms.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0002_services",
    both: "
CREATE TABLE categories (
    id {id},
    name_en TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    position BIGINT NOT NULL DEFAULT 0
);

-- form_id names the version in force. It is no foreign key, because forms refer
-- to their service and neither could then be written first.
CREATE TABLE services (
    id {id},
    name_en TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    description_en TEXT NOT NULL DEFAULT '',
    description_zh TEXT NOT NULL DEFAULT '',
    icon TEXT NOT NULL DEFAULT '',
    category_id BIGINT REFERENCES categories (id),
    team_id BIGINT NOT NULL REFERENCES teams (id),
    owner_id BIGINT REFERENCES users (id),
    kind TEXT NOT NULL,
    impact TEXT NOT NULL,
    urgency TEXT NOT NULL,
    open_to_team BOOLEAN NOT NULL DEFAULT FALSE,
    visibility TEXT NOT NULL DEFAULT 'all',
    form_id BIGINT,
    position BIGINT NOT NULL DEFAULT 0,
    archived_at BIGINT,
    external_ref TEXT UNIQUE,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX services_team ON services (team_id);
CREATE INDEX services_owner ON services (owner_id);

CREATE TABLE service_audience (
    service_id BIGINT NOT NULL REFERENCES services (id),
    team_id BIGINT NOT NULL REFERENCES teams (id),
    PRIMARY KEY (service_id, team_id)
);

CREATE TABLE forms (
    id {id},
    service_id BIGINT NOT NULL REFERENCES services (id),
    version BIGINT NOT NULL,
    fields TEXT NOT NULL,
    created_by BIGINT REFERENCES users (id),
    created_at BIGINT NOT NULL,
    UNIQUE (service_id, version)
);
",
    // A version that tickets were filed with must read the same for ever.
    sqlite: "
CREATE TRIGGER forms_no_update BEFORE UPDATE ON forms
BEGIN SELECT RAISE(ABORT, 'a form''s version is immutable'); END;
",
    postgres: "
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is immutable', TG_TABLE_NAME; END $$;
CREATE TRIGGER forms_no_update BEFORE UPDATE ON forms
FOR EACH ROW EXECUTE FUNCTION refuse_change();
",
};
