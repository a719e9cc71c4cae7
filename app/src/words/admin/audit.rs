//! The audit log.

use domain::locale::Locale;

mod table;

use table::{ACTIONS, FIELDS};

pub struct Words {
    pub title: &'static str,
    pub lead: &'static str,
    pub verify: &'static str,
    pub intact: fn(u64) -> String,
    pub intact_lead: fn(&str) -> String,
    pub broken: fn(i64) -> String,
    pub broken_lead: fn(u64) -> String,
    pub who: &'static str,
    pub object: &'static str,
    pub all_objects: &'static str,
    pub number: &'static str,
    pub day: &'static str,
    pub empty: &'static str,
    pub empty_lead: &'static str,
    pub everything: &'static str,
    pub by_itself: &'static str,
    pub record: fn(i64) -> String,
    pub object_kind: fn(&str) -> String,
    pub action: fn(&str) -> String,
    pub field: fn(&str) -> String,
    pub yes: &'static str,
    pub no: &'static str,
    pub details: &'static str,
}

pub const EN: Words = Words {
    title: "Audit",
    lead: "Every change, each record sealed with the hash of the one before. Nothing here can be edited.",
    verify: "Verify the chain",
    intact: |n| if n == 1 { "The chain holds: 1 record".to_owned() } else { format!("The chain holds: {n} records") },
    intact_lead: |head| format!("Write the last link down elsewhere, and it also proves that nothing was taken off the end: {head}"),
    broken: |id| format!("The chain breaks at record {id}"),
    broken_lead: |n| {
        format!("It does not follow from what stands before it: it was changed outside Opsbeat. The {n} records before it are sound.")
    },
    who: "Who",
    object: "About",
    all_objects: "Everything",
    number: "Number",
    day: "Day",
    empty: "Nothing of this kind",
    empty_lead: "No record matches.",
    everything: "Show everything",
    by_itself: "Opsbeat",
    record: |id| format!("Record {id}"),
    object_kind: |kind| object(kind, Locale::En).to_owned(),
    action: |action| act(action, Locale::En),
    field: |name| field(name, Locale::En),
    yes: "yes",
    no: "no",
    details: "From and to",
};

pub const ZH: Words = Words {
    title: "审计日志",
    lead: "记录每一次更改，每条记录都以前一条的哈希值封存。这里的内容无法编辑。",
    verify: "验证链条",
    intact: |n| format!("链条完整：共 {n} 条记录"),
    intact_lead: |head| format!("将最后一环记录在别处，还可以证明末尾没有被删除：{head}"),
    broken: |id| format!("链条在第 {id} 条记录处断裂"),
    broken_lead: |n| format!("它与前面的内容不相符：曾在 Opsbeat 之外被更改。在它之前的 {n} 条记录完好。"),
    who: "操作人",
    object: "对象",
    all_objects: "全部",
    number: "编号",
    day: "日期",
    empty: "没有此类记录",
    empty_lead: "没有符合条件的记录。",
    everything: "显示全部",
    by_itself: "Opsbeat",
    record: |id| format!("记录 {id}"),
    object_kind: |kind| object(kind, Locale::Zh).to_owned(),
    action: |action| act(action, Locale::Zh),
    field: |name| field(name, Locale::Zh),
    yes: "是",
    no: "否",
    details: "更改内容",
};

/// What records are about, as the filter offers it.
pub const OBJECTS: [&str; 17] = [
    "ticket",
    "fault",
    "user",
    "team",
    "role",
    "service",
    "category",
    "template",
    "calendar",
    "policy",
    "rota",
    "round",
    "integration",
    "alert_rule",
    "setting",
    "mail",
    "import",
];

fn object(kind: &str, locale: Locale) -> &str {
    let (en, zh) = match kind {
        "ticket" => ("ticket", "工单"),
        "fault" => ("fault", "故障"),
        "user" => ("person", "人员"),
        "team" => ("team", "团队"),
        "role" => ("role", "角色"),
        "service" => ("service", "服务"),
        "category" => ("category", "类别"),
        "template" => ("reply template", "回复模板"),
        "calendar" => ("calendar", "日历"),
        "policy" => ("policy", "服务级别"),
        "rota" => ("rota", "值班表"),
        "round" => ("scoring round", "互评轮次"),
        "integration" => ("integration", "集成"),
        "alert_rule" => ("alert rule", "告警规则"),
        "setting" => ("setting", "设置"),
        "mail" => ("mail", "邮件"),
        "import" => ("import", "导入"),
        other => return other,
    };
    match locale {
        Locale::En => en,
        Locale::Zh => zh,
    }
}

fn said(table: &[(&str, &'static str, &'static str)], key: &str, locale: Locale) -> Option<&'static str> {
    let (_, en, zh) = table.iter().find(|(known, ..)| *known == key)?;
    Some(match locale {
        Locale::En => en,
        Locale::Zh => zh,
    })
}

/// The sentence of an action, with gaps for names. An action without words is shown as it is stored, so that no record is ever hidden.
fn act(action: &str, locale: Locale) -> String {
    said(&ACTIONS, action, locale).map_or_else(|| format!("{{who}}: {} ({{it}})", action.replace(['.', '_'], " ")), str::to_owned)
}

/// The name of one of a record's facts.
fn field(name: &str, locale: Locale) -> String {
    said(&FIELDS, name, locale).map_or_else(|| name.replace('_', " "), str::to_owned)
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn every_action_that_is_recorded_has_words_and_no_other() {
        for (action, en, zh) in ACTIONS {
            assert_eq!(en.contains("{it}"), zh.contains("{it}"), "{action}");
            assert!(en.contains("{it}") || en.contains("{who}"), "{action}");
        }
        let worded: Vec<&str> = ACTIONS.iter().map(|(action, ..)| *action).collect();
        assert_eq!(worded, store::audit::ACTIONS);
    }
}
