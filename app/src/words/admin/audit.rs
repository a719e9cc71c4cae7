//! The audit log.

use domain::locale::Locale;

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
    pub empty: &'static str,
    pub empty_lead: &'static str,
    pub everything: &'static str,
    pub by_itself: &'static str,
    pub record: fn(i64) -> String,
    pub object_kind: fn(&str) -> String,
    pub action: fn(&str) -> String,
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
    empty: "Nothing of this kind",
    empty_lead: "No record matches.",
    everything: "Show everything",
    by_itself: "Opsbeat",
    record: |id| format!("Record {id}"),
    object_kind: |kind| object(kind, Locale::En).to_owned(),
    action: |action| act(action, Locale::En),
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
    empty: "没有此类记录",
    empty_lead: "没有符合条件的记录。",
    everything: "显示全部",
    by_itself: "Opsbeat",
    record: |id| format!("记录 {id}"),
    object_kind: |kind| object(kind, Locale::Zh).to_owned(),
    action: |action| act(action, Locale::Zh),
    details: "更改内容",
};

/// What records are about, as the filter offers it.
pub const OBJECTS: [&str; 9] = ["ticket", "user", "team", "role", "service", "category", "setting", "mail", "import"];

fn object(kind: &str, locale: Locale) -> &str {
    let (en, zh) = match kind {
        "ticket" => ("ticket", "工单"),
        "user" => ("person", "人员"),
        "team" => ("team", "团队"),
        "role" => ("role", "角色"),
        "service" => ("service", "服务"),
        "category" => ("category", "类别"),
        "form" => ("form", "表单"),
        "setting" => ("setting", "设置"),
        "mail" => ("mail", "邮件"),
        "import" => ("import", "导入"),
        "session" => ("session", "会话"),
        other => return other,
    };
    match locale {
        Locale::En => en,
        Locale::Zh => zh,
    }
}

/// A verb as a sentence's middle. Verbs without a sentence are shown as they are stored, so that no record is ever hidden.
fn act(action: &str, locale: Locale) -> String {
    let (noun, verb) = action.split_once('.').unwrap_or(("", action));
    let known = match verb {
        "create" | "submit" => Some(("created", "创建了")),
        "invite" => Some(("invited", "邀请了")),
        "change" | "update" | "edit" => Some(("changed", "更改了")),
        "rename" => Some(("renamed", "重命名了")),
        "invite_again" => Some(("made a new invitation for", "重新邀请了")),
        "reset_link" => Some(("made a password link for", "生成了密码链接：")),
        "adopt" => Some(("gave an account to", "创建了账号：")),
        "add_member" => Some(("added somebody to", "添加了成员：")),
        "remove_member" => Some(("took somebody out of", "移除了成员：")),
        "set_lead" | "change_member" => Some(("changed who leads", "更改了组长：")),
        "publish_form" => Some(("published the form of", "发布了表单：")),
        "set_up" => Some(("set up the instance as", "完成了初始设置：")),
        "choose_password" | "change_password" => Some(("chose a password for", "设置了密码：")),
        "choose_locale" | "choose_mail" | "update_profile" | "choose_density" => Some(("changed their account,", "更改了账号：")),
        "begin" => Some(("began", "开始了")),
        "upload" => Some(("sent the log for", "上传了日志：")),
        "check" => Some(("began to check", "开始检查")),
        "batch" => Some(("wrote a part of", "写入了一部分：")),
        "stop" => Some(("stopped", "停止了")),
        "resume" => Some(("went on with", "继续了")),
        "discard" | "expire" => Some(("threw away the log of", "删除了日志：")),
        "fail" => Some(("could not go on with", "无法继续")),
        "finish" | "done" => Some(("finished", "完成了")),
        "disable" => Some(("disabled", "停用了")),
        "enable" => Some(("enabled", "启用了")),
        "archive" => Some(("archived", "归档了")),
        "restore" => Some(("brought back", "恢复了")),
        "delete" | "remove" => Some(("removed", "移除了")),
        "grant" => Some(("gave", "授予了")),
        "revoke" => Some(("took back", "收回了")),
        "assign" => Some(("assigned", "分派了")),
        "hand_over" => Some(("handed over", "移交了")),
        "resolve" => Some(("resolved", "解决了")),
        "reopen" => Some(("reopened", "重新打开了")),
        "close" => Some(("closed", "关闭了")),
        "cancel" => Some(("cancelled", "取消了")),
        "reply" => Some(("replied on", "回复了")),
        "note" => Some(("wrote an internal note on", "添加了内部备注：")),
        "rate" => Some(("rated", "评价了")),
        "retry" => Some(("sent again", "重新发送了")),
        "sign_in" => Some(("signed in as", "登录：")),
        "sign_in_failed" => Some(("failed to sign in as", "登录失败：")),
        "sign_out" => Some(("signed out", "退出登录：")),
        _ => None,
    };
    match (known, locale) {
        (Some((en, _)), Locale::En) => en.to_owned(),
        (Some((_, zh)), Locale::Zh) => zh.to_owned(),
        (None, _) if noun.is_empty() => verb.to_owned(),
        (None, _) => format!("{noun}: {}", verb.replace('_', " ")),
    }
}
