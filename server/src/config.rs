//! Every setting, its default and where it comes from: defaults, then a TOML file, then `OPSBEAT_*` variables, then flags.
//!
//! `docs/configuration.md` describes them; a test holds it against this file.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

/// The settings in force.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// `sqlite://path/file.db` or `postgres://user:password@host/name`.
    pub database: String,
    /// The folder for attachments.
    pub files: PathBuf,
    /// The address people type, for links in mail; empty means `http://` and `listen`.
    pub base_url: String,
    /// How many trusted proxies stand in front; the client's address is taken from that hop of `X-Forwarded-For`.
    pub trusted_proxies: u8,
    /// `text` or `json`.
    pub log_format: LogFormat,
    /// A filter such as `info` or `opsbeat=debug,sea_orm=warn`.
    pub log_level: String,
    /// The largest body of a request with files, in MiB.
    pub upload_limit_mib: u32,
    /// The largest log of another system that can be sent for an import, in MiB.
    pub import_limit_mib: u32,
    /// `smtp://user:password@host:587` or `smtps://...:465`; empty: mail stays in the outbox, where an administrator can read it.
    pub smtp: SecretString,
    /// The sender of mail, `Service desk <help@example.org>`.
    pub mail_from: String,
    /// An address of the web that is asked for after each round of jobs; empty: none is.
    pub ping_url: SecretString,
    /// A file with the words by which it is guessed how comments are meant; empty: those that are built in.
    pub lexicon: PathBuf,
}

/// How logs are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// The defaults, as they stand in the documentation.
#[derive(Debug, Serialize)]
pub struct Defaults {
    listen: &'static str,
    database: &'static str,
    files: &'static str,
    base_url: &'static str,
    trusted_proxies: u8,
    log_format: LogFormat,
    log_level: &'static str,
    upload_limit_mib: u32,
    import_limit_mib: u32,
    smtp: &'static str,
    mail_from: &'static str,
    ping_url: &'static str,
    lexicon: &'static str,
}

/// What is in force when nobody says otherwise.
pub const DEFAULTS: Defaults = Defaults {
    listen: "127.0.0.1:3000",
    database: "sqlite://data/opsbeat.db",
    files: "data/files",
    base_url: "",
    trusted_proxies: 0,
    log_format: LogFormat::Text,
    log_level: "info",
    upload_limit_mib: 25,
    import_limit_mib: 1024,
    smtp: "",
    mail_from: "Opsbeat <opsbeat@localhost>",
    ping_url: "",
    lexicon: "",
};

/// Read when it is there and no other file is named.
const DEFAULT_FILE: &str = "opsbeat.toml";

/// Settings as flags; each is absent unless given.
#[derive(Clone, Default, Serialize, clap::Args)]
#[command(next_help_heading = "Settings (also in a file or as OPSBEAT_... variables)")]
pub struct Flags {
    /// Read settings from this TOML file [default: opsbeat.toml when it exists]
    #[arg(long, global = true, value_name = "FILE", env = "OPSBEAT_CONFIG")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// The database: sqlite://path/file.db (created when missing) or postgres://user:password@host/name
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<String>,
    /// Where to listen
    #[arg(long, global = true, value_name = "ADDRESS:PORT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<SocketAddr>,
    /// The folder for attachments
    #[arg(long, global = true, value_name = "FOLDER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<PathBuf>,
    /// The address people type, for links in mail
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    /// How many trusted proxies stand in front
    #[arg(long, global = true, value_name = "N")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trusted_proxies: Option<u8>,
    /// Log as text or as JSON
    #[arg(long, global = true, value_name = "FORMAT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_format: Option<LogFormat>,
    /// What to log, for example info or opsbeat=debug
    #[arg(long, global = true, value_name = "FILTER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_level: Option<String>,
    /// The largest request with files, in MiB
    #[arg(long, global = true, value_name = "MIB")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upload_limit_mib: Option<u32>,
    /// The largest log that can be sent for an import, in MiB
    #[arg(long, global = true, value_name = "MIB")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import_limit_mib: Option<u32>,
    /// The mail server: smtp://user:password@host:587 or smtps://...
    #[arg(long, global = true, value_name = "URL", hide_env_values = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smtp: Option<String>,
    /// The sender of mail
    #[arg(long, global = true, value_name = "NAME <ADDRESS>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail_from: Option<String>,
    /// Asked for after each round of jobs: https://watch.example.org/...
    #[arg(long, global = true, value_name = "URL", hide_env_values = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ping_url: Option<String>,
    /// Words by which it is guessed how comments are meant, in place of those that are built in
    #[arg(long, global = true, value_name = "FILE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lexicon: Option<PathBuf>,
}

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file named with `--config` is not there.
    #[error("the settings file {} does not exist", .0.display())]
    NoFile(PathBuf),
    /// A value has the wrong form or a name is unknown.
    #[error("a setting cannot be used: {0}")]
    Unusable(Box<figment::Error>),
    /// A database of another kind. The address is not repeated, as it may hold a password.
    #[error("the setting database is not an address such as sqlite://path/file.db or postgres://user:password@host/name")]
    Database,
}

impl Config {
    /// Puts the settings together.
    ///
    /// # Errors
    /// A named file that does not exist, an unknown name, a value of the wrong form, a database of another kind.
    pub fn load(flags: &Flags) -> Result<Self, ConfigError> {
        let settings = Figment::from(Serialized::defaults(&DEFAULTS));
        let settings = match &flags.config {
            Some(file) if !file.is_file() => return Err(ConfigError::NoFile(file.clone())),
            Some(file) => settings.merge(Toml::file_exact(file)),
            None if Path::new(DEFAULT_FILE).is_file() => settings.merge(Toml::file_exact(DEFAULT_FILE)),
            None => settings,
        };
        let settings = settings
            .merge(Env::prefixed("OPSBEAT_").ignore(&[
                "config",
                "log",
                "bin",
                "chromium",
                "assets",
                "assets_dir",
                "test_postgres",
                "incident_log",
            ]))
            .merge(Serialized::defaults(flags))
            .extract::<Self>()
            .map_err(|error| ConfigError::Unusable(Box::new(error)))?;
        let known = ["sqlite:", "postgres:", "postgresql:"].iter().any(|kind| settings.database.starts_with(kind));
        if known { Ok(settings) } else { Err(ConfigError::Database) }
    }

    /// The address for links, without a slash at its end.
    #[must_use]
    pub fn base_url(&self) -> String {
        if self.base_url.is_empty() { format!("http://{}", self.listen) } else { self.base_url.trim_end_matches('/').to_owned() }
    }

    /// Whether people reach us over TLS: then cookies are only sent over TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }

    /// Whether mail leaves: a mail server is configured.
    #[must_use]
    pub fn sends_mail(&self) -> bool {
        !self.smtp.expose_secret().is_empty()
    }

    /// The largest body of a request with files, in bytes.
    #[must_use]
    pub fn upload_limit(&self) -> usize {
        self.upload_limit_mib as usize * 1024 * 1024
    }

    /// The largest log that can be sent for an import, in bytes.
    #[must_use]
    pub fn import_limit(&self) -> usize {
        self.import_limit_mib as usize * 1024 * 1024
    }

    /// The database's address for people to read: without user, password and options.
    #[must_use]
    pub fn database_shown(&self) -> String {
        let address = self.database.split('?').next().unwrap_or_default();
        match address.split_once("://") {
            Some((kind, rest)) => format!("{kind}://{}", rest.rsplit_once('@').map_or(rest, |(_, place)| place)),
            None => address.to_owned(),
        }
    }

    /// The file of an SQLite database, if it is one.
    #[must_use]
    pub fn sqlite_file(&self) -> Option<&Path> {
        Some(Path::new(self.database.strip_prefix("sqlite://")?.split('?').next()?))
    }

    /// The folder of an SQLite database, if it is one.
    #[must_use]
    pub fn sqlite_folder(&self) -> Option<&Path> {
        self.sqlite_file()?.parent()
    }
}
