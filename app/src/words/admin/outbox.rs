//! The mail outbox.

use domain::locale::Locale;
use domain::people::MailOccasion;

pub struct Words {
    pub title: &'static str,
    pub lead: &'static str,
    pub no_server: &'static str,
    pub no_server_lead: &'static str,
    pub state: fn(&str) -> &'static str,
    pub state_label: &'static str,
    pub all: &'static str,
    pub to: &'static str,
    pub subject: &'static str,
    pub written: &'static str,
    pub next_try: fn(&str) -> String,
    pub tries: fn(i64) -> String,
    pub empty: &'static str,
    pub empty_lead: &'static str,
    pub nobody: &'static str,
    pub occasion: fn(MailOccasion) -> &'static str,
    pub mail: &'static str,
    pub show_as: &'static str,
    pub text: &'static str,
    pub html: &'static str,
    pub html_title: &'static str,
    pub retry: &'static str,
    pub hold: &'static str,
    pub release: &'static str,
    pub cancel: &'static str,
    pub held_no_server: &'static str,
    pub held_administrator: &'static str,
    pub held_flood: &'static str,
    pub flood: fn(u64) -> String,
    pub flood_lead: fn(u32) -> String,
    pub flood_release: &'static str,
    pub flood_cancel: &'static str,
    pub sent_at: &'static str,
}

pub const EN: Words = Words {
    title: "Mail outbox",
    lead: "Every mail is written together with the change that it tells of, and leaves from here.",
    no_server: "No mail server is set up",
    no_server_lead: "Nothing leaves this machine. Below is what would have been sent.",
    state: |state| word(state, Locale::En),
    state_label: "State",
    all: "All",
    to: "To",
    subject: "Mail",
    written: "Written",
    next_try: |at| format!("next try {at}"),
    tries: |n| if n == 1 { "tried once".to_owned() } else { format!("tried {n} times") },
    empty: "No mail here",
    empty_lead: "Mails appear when tickets are filed, answered or resolved.",
    nobody: "nobody any more",
    occasion: |occasion| match occasion {
        MailOccasion::Created => "Filed",
        MailOccasion::Replied => "Reply",
        MailOccasion::WaitingForYou => "Waiting for you",
        MailOccasion::Resolved => "Resolved, please rate",
        MailOccasion::Mentioned => "You were mentioned",
        MailOccasion::Assigned => "Assigned to you",
        MailOccasion::AddressChanged => "Address changed",
    },
    mail: "Mail",
    show_as: "Show the mail as",
    text: "Text",
    html: "HTML",
    html_title: "The mail as a mail program shows it",
    retry: "Send it now",
    hold: "Hold it",
    release: "Let it go",
    cancel: "Cancel it",
    held_no_server: "no mail server",
    held_administrator: "by an administrator",
    held_flood: "a flood of mail",
    flood: |n| if n == 1 { "One mail is held because of a flood".to_owned() } else { format!("{n} mails are held because of a flood") },
    flood_lead: |n| {
        format!(
            "More than {n} mails wanted to leave within an hour, which looks like a loop. Look at some of them below, then decide about all of them. Nobody gets more in a day than the settings allow."
        )
    },
    flood_release: "Let all of them go",
    flood_cancel: "Cancel all of them",
    sent_at: "Sent",
};

pub const ZH: Words = Words {
    title: "发件箱",
    lead: "每封邮件与其通知的更改同时写入，并从这里发出。",
    no_server: "尚未设置邮件服务器",
    no_server_lead: "邮件不会发出。以下是本应发送的内容。",
    state: |state| word(state, Locale::Zh),
    state_label: "状态",
    all: "全部",
    to: "收件人",
    subject: "邮件",
    written: "写入时间",
    next_try: |at| format!("下次尝试：{at}"),
    tries: |n| format!("已尝试 {n} 次"),
    empty: "这里没有邮件",
    empty_lead: "工单被提交、回复或解决时会产生邮件。",
    nobody: "已无收件人",
    occasion: |occasion| match occasion {
        MailOccasion::Created => "已提交",
        MailOccasion::Replied => "回复",
        MailOccasion::WaitingForYou => "等待您的答复",
        MailOccasion::Resolved => "已解决，请评价",
        MailOccasion::Mentioned => "有人提到了您",
        MailOccasion::Assigned => "已分派给您",
        MailOccasion::AddressChanged => "邮箱地址已更改",
    },
    mail: "邮件",
    show_as: "显示方式",
    text: "文本",
    html: "HTML",
    html_title: "邮件程序中的显示效果",
    retry: "立即发送",
    hold: "暂缓",
    release: "放行",
    cancel: "取消",
    held_no_server: "没有邮件服务器",
    held_administrator: "由管理员暂缓",
    held_flood: "邮件过多",
    flood: |n| format!("因邮件过多，{n} 封邮件已暂缓"),
    flood_lead: |n| {
        format!(
            "一小时内有超过 {n} 封邮件要发出，可能是循环所致。请先查看下面的几封，再统一决定。任何人每天收到的邮件都不会超过设置的上限。"
        )
    },
    flood_release: "全部放行",
    flood_cancel: "全部取消",
    sent_at: "发送时间",
};

fn word(state: &str, locale: Locale) -> &'static str {
    let (en, zh) = match state {
        "queued" => ("Waits", "等待中"),
        "sending" => ("Being sent", "发送中"),
        "sent" => ("Sent", "已发送"),
        "failed" => ("Failed", "失败"),
        "cancelled" => ("Cancelled", "已取消"),
        "suppressed" => ("Over the daily ceiling", "超出每日上限"),
        _ => ("Held", "已暂缓"),
    };
    match locale {
        Locale::En => en,
        Locale::Zh => zh,
    }
}
