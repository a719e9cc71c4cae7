//! What the log records.

/// Every action that a transaction may note for the log, in the alphabet's order; its first word is what it is done to.
pub const ACTIONS: [&str; 166] = [
    "alert_rule.change",
    "alert_rule.create",
    "alert_rule.delete",
    "alert_rule.move",
    "calendar.archive",
    "calendar.change",
    "calendar.create",
    "calendar.restore",
    "calling.change",
    "calling.test",
    "category.change",
    "category.create",
    "category.delete",
    "category.order",
    "fault.acknowledge",
    "fault.acknowledge_alerts",
    "fault.answer",
    "fault.call",
    "fault.change",
    "fault.confirm_moment",
    "fault.declare",
    "fault.hand_role",
    "fault.import",
    "fault.keep_chat",
    "fault.link_ticket",
    "fault.mend_impact",
    "fault.publish_update",
    "fault.retime_entry",
    "fault.say",
    "fault.set_moment",
    "fault.start_impact",
    "fault.stop_impact",
    "fault.take_update_back",
    "fault.unlink_ticket",
    "fault_action.check",
    "fault_action.finish",
    "fault_action.link_ticket",
    "fault_action.make_ticket",
    "fault_action.reopen",
    "fault_action.unlink_ticket",
    "fault_action.verify",
    "import.batch",
    "import.begin",
    "import.check",
    "import.discard",
    "import.expire",
    "import.fail",
    "import.finish",
    "import.resume",
    "import.stop",
    "import.upload",
    "integration.change",
    "integration.create",
    "integration.replace_token",
    "integration.switch_off",
    "integration.switch_on",
    "outbox.cancel",
    "outbox.cancel_flood",
    "outbox.hold",
    "outbox.hold_flood",
    "outbox.release",
    "outbox.release_flood",
    "outbox.retry",
    "policy.archive",
    "policy.change",
    "policy.create",
    "post_mortem.answer_comment",
    "post_mortem.approve",
    "post_mortem.begin",
    "post_mortem.comment",
    "post_mortem.publish",
    "post_mortem.reopen",
    "post_mortem.reopen_comment",
    "post_mortem.request_changes",
    "post_mortem.resolve_comment",
    "post_mortem.submit",
    "post_mortem.write",
    "role.change",
    "role.create",
    "role.delete",
    "role.grant",
    "role.revoke",
    "rota.change",
    "rota.create",
    "rota.delete",
    "rota.take_over",
    "rota.withdraw",
    "round.answer_appeal",
    "round.appeal",
    "round.change",
    "round.close",
    "round.open",
    "round.plan",
    "round.prolong",
    "service.archive",
    "service.change",
    "service.create",
    "service.offer",
    "service.order",
    "service.publish_form",
    "service.restore",
    "service.set_survey",
    "settings.change",
    "survey.guess",
    "survey.import",
    "team.add_member",
    "team.archive",
    "team.change",
    "team.create",
    "team.remove_member",
    "team.restore",
    "team.set_lead",
    "template.change",
    "template.create",
    "template.delete",
    "ticket.absorb",
    "ticket.add_requester",
    "ticket.add_watcher",
    "ticket.assign",
    "ticket.attach",
    "ticket.cancel",
    "ticket.change_kind",
    "ticket.close",
    "ticket.close_by_itself",
    "ticket.correct",
    "ticket.escalate",
    "ticket.excuse",
    "ticket.follow_up",
    "ticket.hand_over",
    "ticket.inform",
    "ticket.merge",
    "ticket.move_to_service",
    "ticket.note",
    "ticket.rate",
    "ticket.rebase",
    "ticket.record_past",
    "ticket.remove_requester",
    "ticket.remove_watcher",
    "ticket.reopen",
    "ticket.reply",
    "ticket.reprioritise",
    "ticket.resolve",
    "ticket.resume",
    "ticket.resume_by_itself",
    "ticket.retitle",
    "ticket.start",
    "ticket.submit",
    "ticket.wait",
    "user.change",
    "user.change_password",
    "user.change_profile",
    "user.choose_density",
    "user.choose_locale",
    "user.choose_mail",
    "user.disable",
    "user.enable",
    "user.end_other_sessions",
    "user.end_session",
    "user.forget_password",
    "user.invite",
    "user.invite_again",
    "user.join",
    "user.reset_link",
    "user.reset_password",
    "user.set_up",
    "user.sign_in",
];

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::ACTIONS;

    /// What reads like an action in the sources and is none: names of files, and of a person.
    const OTHERS: [&str; 4] = ["mei.lin", "opsbeat.db", "photogpj.exe", "report.pdf"];

    /// The texts in the sources below a folder that read like an action: two words with a dot between them.
    fn written(folder: &Path, into: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                written(&path, into);
            } else if !path.ends_with("audit/actions.rs") {
                let source = fs::read_to_string(&path).unwrap();
                into.extend(source.split('"').filter(|text| is_action(text)).map(str::to_owned));
            }
        }
    }

    fn is_action(text: &str) -> bool {
        let word = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        // One letter is a table's short name in a statement.
        text.split_once('.').is_some_and(|(noun, verb)| noun.len() > 1 && word(noun) && word(verb)) && !OTHERS.contains(&text)
    }

    #[test]
    fn the_list_is_what_the_sources_record() {
        let mut found = BTreeSet::new();
        written(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
        assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), ACTIONS);
    }
}
