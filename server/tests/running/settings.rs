//! Where settings come from, which one wins, and what is said of one that cannot be used.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::installation::{opsbeat_in, said};
use crate::server::Running;

/// A settings file whose values end in this word; the address of loopback ends in this number.
fn file(word: &str, host: u8) -> String {
    format!(
        "listen = \"127.0.0.{host}:0\"\ndatabase = \"sqlite://{word}.db\"\nfiles = \"files-{word}\"\nbase_url = \"http://{word}.test\"\n\
         trusted_proxies = {host}\n"
    )
}

/// What is in force when a server starts so: the host that it listens on, the files that it made, the address of its link.
fn in_force(command: &mut Command, folder: &Path) -> (String, Vec<String>, String) {
    let server = Running::start(command);
    let link = server.wait_for_line("the link", |line| Some(line.trim().split_once("/set-up/")?.0.to_owned()));
    let listens = server.address.ip().to_string();
    server.terminate();
    assert_eq!(server.ended(), Some(0));
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut made: Vec<String> = names.filter(|name| !name.ends_with(".toml") && !name.contains(".db-")).collect();
    made.sort_by_key(|name| !name.ends_with(".db"));
    (listens, made, link)
}

/// As [`in_force`] would say it when everything comes from the same place.
fn all_of(word: &str, host: u8) -> (String, Vec<String>, String) {
    (format!("127.0.0.{host}"), vec![format!("{word}.db"), format!("files-{word}")], format!("http://{word}.test"))
}

fn with_variables(command: &mut Command) -> &mut Command {
    command
        .env("OPSBEAT_LISTEN", "127.0.0.3:0")
        .env("OPSBEAT_DATABASE", "sqlite://variable.db")
        .env("OPSBEAT_FILES", "files-variable")
        .env("OPSBEAT_BASE_URL", "http://variable.test")
}

const FLAGS: [&str; 8] =
    ["--listen", "127.0.0.4:0", "--database", "sqlite://flag.db", "--files", "files-flag", "--base-url", "http://flag.test"];

#[test]
fn a_file_beats_the_default_a_variable_the_file_and_a_flag_the_variable() {
    let folder = || tempfile::tempdir().unwrap();
    let written = folder();
    fs::write(written.path().join("opsbeat.toml"), file("file", 2)).unwrap();
    assert_eq!(in_force(&mut opsbeat_in(written.path()), written.path()), all_of("file", 2));

    let set = folder();
    fs::write(set.path().join("opsbeat.toml"), file("file", 2)).unwrap();
    assert_eq!(in_force(with_variables(&mut opsbeat_in(set.path())), set.path()), all_of("variable", 3));

    let flagged = folder();
    fs::write(flagged.path().join("opsbeat.toml"), file("file", 2)).unwrap();
    assert_eq!(in_force(with_variables(&mut opsbeat_in(flagged.path())).args(FLAGS), flagged.path()), all_of("flag", 4));
}

#[test]
fn each_setting_is_decided_for_itself() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("opsbeat.toml"), file("file", 2)).unwrap();
    let mut command = opsbeat_in(folder.path());
    command.env("OPSBEAT_FILES", "files-variable").args(["--base-url", "http://flag.test"]);
    let (listens, made, link) = in_force(&mut command, folder.path());
    assert_eq!((listens.as_str(), link.as_str()), ("127.0.0.2", "http://flag.test"));
    assert_eq!(made, ["file.db", "files-variable"]);
}

#[test]
fn a_file_that_is_named_is_read_instead_of_the_one_that_lies_there_and_the_flag_names_it_last() {
    let folder = tempfile::tempdir().unwrap();
    for (name, word) in [("opsbeat.toml", "lying"), ("variable.toml", "variable"), ("flag.toml", "flag")] {
        fs::write(folder.path().join(name), format!("database = \"sqlite://{word}.db\"\n")).unwrap();
    }
    let made = |word: &str| folder.path().join(format!("{word}.db")).exists();
    assert_eq!(said(opsbeat_in(folder.path()).env("OPSBEAT_CONFIG", "variable.toml").arg("migrate")).status, Some(0));
    assert!(made("variable") && !made("lying"));
    let both = said(opsbeat_in(folder.path()).env("OPSBEAT_CONFIG", "variable.toml").args(["migrate", "--config", "flag.toml"]));
    assert_eq!(both.status, Some(0), "{both:?}");
    assert!(made("flag") && !made("lying"));
}

/// Runs `opsbeat` so, which must not work, and gives what it says. Nothing may have been made before it stumbled.
fn refused(prepare: impl Fn(&mut Command, &Path), status: i32) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut command = opsbeat_in(folder.path());
    prepare(&mut command, folder.path());
    let said = said(&mut command);
    assert_eq!(said.status, Some(status), "{said:?}");
    assert_eq!(said.out, "", "nobody is told that it is ready");
    assert!(!folder.path().join("data").exists(), "{said:?}");
    said.err
}

/// As [`refused`] for a settings file with this line.
fn refused_line(line: &str) -> String {
    refused(|_, folder| fs::write(folder.join("opsbeat.toml"), line).unwrap(), 1)
}

fn refused_variable(name: &str, value: &str) -> String {
    refused(
        |command, _| {
            command.env(name, value);
        },
        1,
    )
}

fn names(told: &str, words: &[&str]) {
    for word in words {
        assert!(told.contains(word), "“{word}” is not named: {told}");
    }
}

#[test]
fn a_setting_that_nobody_knows_is_named_with_the_place_where_it_stands() {
    names(&refused_line("lissen = \"127.0.0.1:0\""), &["lissen", "opsbeat.toml", "`listen`"]);
    names(&refused_variable("OPSBEAT_LISSEN", "127.0.0.1:0"), &["LISSEN", "OPSBEAT_", "environment", "`listen`"]);
    names(
        &refused(
            |command, _| {
                command.arg("--lissen=127.0.0.1:0");
            },
            2,
        ),
        &["--lissen", "--listen"],
    );
}

#[test]
fn a_value_that_does_not_fit_is_named_with_its_setting_and_its_place() {
    names(&refused_line("listen = \"nowhere\""), &["listen", "opsbeat.toml", "socket address"]);
    names(&refused_line("upload_limit_mib = -1"), &["upload_limit_mib", "opsbeat.toml", "-1"]);
    names(&refused_line("log_format = \"xml\""), &["log_format", "opsbeat.toml", "xml", "json"]);
    names(&refused_line("listen = "), &["opsbeat.toml", "line 1"]);
    names(&refused_variable("OPSBEAT_LISTEN", "nowhere"), &["LISTEN", "environment", "socket address"]);
    names(&refused_variable("OPSBEAT_UPLOAD_LIMIT_MIB", "many"), &["UPLOAD_LIMIT_MIB", "environment", "many"]);
    names(
        &refused(
            |command, _| {
                command.args(["--listen", "nowhere"]);
            },
            2,
        ),
        &["--listen", "nowhere"],
    );
    names(
        &refused(
            |command, _| {
                command.args(["--log-format", "xml"]);
            },
            2,
        ),
        &["--log-format", "xml", "json"],
    );
    names(
        &refused(
            |command, _| {
                command.args(["--config", "none.toml"]);
            },
            1,
        ),
        &["none.toml", "does not exist"],
    );
}

#[test]
fn a_value_that_fits_and_means_nothing_is_named_before_anything_is_made() {
    names(&refused_variable("OPSBEAT_LOG_LEVEL", "info=loud=very"), &["log_level"]);
    names(&refused_variable("OPSBEAT_SMTP", "mail.example.org"), &["smtp", "smtp://user:password@host:587"]);
    let told = refused(
        |command, _| {
            command.env("OPSBEAT_SMTP", "smtp://localhost").args(["--mail-from", "nobody"]);
        },
        1,
    );
    names(&told, &["mail_from", "Service desk <help@example.org>"]);
    let told = refused_variable("OPSBEAT_DATABASE", "mysql://desk:secret@localhost/desk");
    names(&told, &["database", "sqlite://", "postgres://"]);
    assert!(!told.contains("secret"), "a password is not repeated: {told}");
}

#[test]
fn an_address_that_is_taken_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let folder = tempfile::tempdir().unwrap();
    let said = said(opsbeat_in(folder.path()).args(["--listen", &address]));
    assert_eq!(said.status, Some(1), "{said:?}");
    assert_eq!(said.out, "", "nobody is told that it is ready");
    names(&said.err, &[&address, "in use"]);
}

#[test]
fn a_binary_alone_says_what_every_setting_means_even_when_one_cannot_be_used() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("opsbeat.toml"), "listen = \"nowhere\"\n").unwrap();
    let done = opsbeat_in(folder.path()).arg("settings").output().unwrap();
    let text = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success());
    for name in ["listen", "database", "smtp", "mail_from"] {
        assert!(text.contains(&format!("\n{name}  [default: ")), "{name}: {text}");
    }
    let help = opsbeat_in(folder.path()).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    assert!(help.contains("opsbeat settings") && !help.contains("docs/"), "{help}");
}
