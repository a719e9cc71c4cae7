//! Accounts, teams, roles, sessions and what guards the door.

use crate::Step;

pub const STEP: Step = Step {
    name: "m0001_people",
    both: "
CREATE TABLE users (
    id {id},
    email TEXT UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT,
    state TEXT NOT NULL,
    locale TEXT,
    theme TEXT NOT NULL DEFAULT 'system',
    density TEXT NOT NULL DEFAULT 'comfortable',
    time_zone TEXT,
    mail_preferences TEXT NOT NULL DEFAULT '{}',
    external_ref TEXT UNIQUE,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    password_changed_at BIGINT
);
-- People are listed by name.
CREATE INDEX users_name ON users (name, id);

CREATE TABLE teams (
    id {id},
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    external_ref TEXT UNIQUE,
    archived_at BIGINT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE memberships (
    team_id BIGINT NOT NULL REFERENCES teams (id),
    user_id BIGINT NOT NULL REFERENCES users (id),
    lead BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (team_id, user_id)
);
CREATE INDEX memberships_user ON memberships (user_id, team_id);

CREATE TABLE roles (
    id {id},
    name TEXT NOT NULL UNIQUE,
    permissions BIGINT NOT NULL,
    builtin BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE TABLE role_grants (
    id {id},
    role_id BIGINT NOT NULL REFERENCES roles (id),
    user_id BIGINT NOT NULL REFERENCES users (id),
    team_id BIGINT REFERENCES teams (id)
);
-- Two indexes, because a grant everywhere has no team and NULL equals nothing.
CREATE UNIQUE INDEX role_grants_everywhere ON role_grants (user_id, role_id) WHERE team_id IS NULL;
CREATE UNIQUE INDEX role_grants_in_team ON role_grants (user_id, role_id, team_id) WHERE team_id IS NOT NULL;
CREATE INDEX role_grants_role ON role_grants (role_id);

-- The id is the SHA-256 of what the cookie holds: a stolen table opens no session.
CREATE TABLE sessions (
    id TEXT PRIMARY KEY NOT NULL,
    user_id BIGINT REFERENCES users (id),
    data TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    address TEXT NOT NULL DEFAULT '',
    user_agent TEXT NOT NULL DEFAULT ''
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expires ON sessions (expires_at);

CREATE TABLE throttles (
    key TEXT PRIMARY KEY NOT NULL,
    failures BIGINT NOT NULL,
    window_started_at BIGINT NOT NULL,
    locked_until BIGINT
);
CREATE INDEX throttles_window ON throttles (window_started_at);

-- One-time links; what they carry is kept hashed.
CREATE TABLE tokens (
    id {id},
    purpose TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    user_id BIGINT REFERENCES users (id),
    created_by BIGINT REFERENCES users (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX tokens_user ON tokens (user_id);
",
    sqlite: "",
    postgres: "",
};
