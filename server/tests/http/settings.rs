//! Every setting is described in one place, and that place tells the truth.

use std::collections::BTreeMap;
use std::process::Command;

use domain::settings::{Limits, Settings};
use serde_json::Value;
use server::config::{Config, DEFAULTS, Flags};

const DOCUMENTATION: &str = include_str!("../../../docs/configuration.md");

/// The tables of the documentation, of the machine's settings and of those in the database: names and defaults.
fn documented() -> [BTreeMap<String, String>; 2] {
    let (machine, database) = DOCUMENTATION.split_once("## In the database").unwrap();
    [machine, database].map(|part| {
        let rows = part.lines().filter(|line| line.starts_with("| `"));
        rows.map(|row| {
            let mut cells = row.split('|').map(str::trim).skip(1);
            let mut cell = || cells.next().unwrap().trim_matches('`').to_owned();
            (cell(), cell())
        })
        .collect()
    })
}

/// Names and defaults as the program has them.
fn actual() -> BTreeMap<String, String> {
    let defaults: BTreeMap<String, Value> = serde_json::from_value(serde_json::to_value(DEFAULTS).unwrap()).unwrap();
    defaults.into_iter().map(|(name, value)| (name, text(value))).collect()
}

/// A default as the documentation spells it.
fn text(value: Value) -> String {
    match value.as_str() {
        Some("") => "empty".to_owned(),
        Some(text) => text.to_owned(),
        None => value.to_string(),
    }
}

/// The settings of the database with their defaults. The matrix and the targets of faults are tables, on pages of their own.
fn in_the_database() -> BTreeMap<String, String> {
    let Value::Object(all) = serde_json::to_value(Settings::default()).unwrap() else { panic!("settings are an object") };
    let each = all.into_iter().flat_map(|(name, value)| match value {
        _ if name == "matrix" || name == "goals" => vec![(name, "on its page".to_owned())],
        Value::Object(part) => part.into_iter().map(|(inner, value)| (format!("{name}.{inner}"), text(value))).collect(),
        value => vec![(name, text(value))],
    });
    each.collect()
}

/// What a person reads.
fn help() -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_opsbeat")).arg("--help").output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_documentation_names_every_setting_with_its_default_and_no_other() {
    assert_eq!(documented(), [actual(), in_the_database()]);
}

#[test]
fn the_documentation_gives_the_bounds_of_each_limit() {
    for (name, bounds) in [
        ("limits.file_mib", Limits::FILE_MIB),
        ("limits.mails_per_person", Limits::MAILS_PER_PERSON),
        ("limits.mails_per_hour", Limits::MAILS_PER_HOUR),
    ] {
        let row = DOCUMENTATION.lines().find(|line| line.starts_with(&format!("| `{name}`"))).unwrap();
        assert!(row.contains(&format!("from {} to {}", bounds.start(), bounds.end())), "{row}");
    }
}

#[test]
fn every_setting_is_a_flag_and_every_flag_is_a_setting() {
    let help = help();
    let mut flags: Vec<&str> =
        help.split_whitespace().filter_map(|word| word.strip_prefix("--")).map(|flag| flag.trim_end_matches(',')).collect();
    flags.retain(|flag| !["config", "help", "version"].contains(flag));
    flags.sort_unstable();
    flags.dedup();
    let mut settings: Vec<String> = actual().into_keys().map(|name| name.replace('_', "-")).collect();
    settings.sort_unstable();
    assert_eq!(flags, settings);
}

#[test]
fn the_help_names_every_command_and_where_to_read_on() {
    let help = help();
    for word in ["serve", "migrate", "demo", "import", "audit", "admin", "recompute", "report", "opsbeat settings"] {
        assert!(help.contains(word), "{word}");
    }
}

#[test]
fn the_help_says_each_default_and_a_commands_help_leaves_the_settings_out() {
    let help = help().split_whitespace().collect::<Vec<_>>().join(" ");
    for (name, default) in actual() {
        let default = if default == "empty" { "none".to_owned() } else { default };
        assert!(help.contains(&format!("[default: {default}]")), "{name}: {default}");
    }
    for command in [vec!["serve"], vec!["audit"], vec!["audit", "verify"], vec!["report", "tickets"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_opsbeat")).args(&command).arg("--help").output().unwrap();
        let help = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && !help.contains("--listen") && help.contains("opsbeat --help"), "{command:?}: {help}");
    }
    // They are taken there all the same: what is refused is the database that is not there.
    let given = ["audit", "verify", "--database", "sqlite://no/such.db", "--files", "none"];
    let output = Command::new(env!("CARGO_BIN_EXE_opsbeat")).args(given).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stderr).contains("no/such.db"), "{output:?}");
}

#[test]
fn a_flag_wins_over_the_file_and_the_file_over_the_default() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("opsbeat.toml");
    std::fs::write(&file, "listen = \"127.0.0.1:4000\"\nfiles = \"elsewhere\"\n").unwrap();
    let flags = Flags { config: Some(file), listen: Some("127.0.0.1:5000".parse().unwrap()), ..Flags::default() };
    let config = Config::load(&flags).unwrap();
    assert_eq!(config.listen.port(), 5000);
    assert_eq!(config.files.to_str(), Some("elsewhere"));
    assert_eq!(config.database, "sqlite://data/opsbeat.db");
}

#[test]
fn a_misspelt_setting_is_told_and_not_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("opsbeat.toml");
    std::fs::write(&file, "lissen = \"127.0.0.1:4000\"\n").unwrap();
    let refused = Config::load(&Flags { config: Some(file), ..Flags::default() }).err().unwrap().to_string();
    assert!(refused.contains("lissen"), "{refused}");
    let missing = Config::load(&Flags { config: Some("no/such/file.toml".into()), ..Flags::default() }).err().unwrap().to_string();
    assert!(missing.contains("no/such/file.toml"), "{missing}");
}
