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
    },
    mail: "Mail",
    show_as: "Show the mail as",
    text: "Text",
    html: "HTML",
    html_title: "The mail as a mail program shows it",
    retry: "Send it now",
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
    },
    mail: "邮件",
    show_as: "显示方式",
    text: "文本",
    html: "HTML",
    html_title: "邮件程序中的显示效果",
    retry: "立即发送",
    sent_at: "发送时间",
};

fn word(state: &str, locale: Locale) -> &'static str {
    let (en, zh) = match state {
        "queued" => ("Waits", "等待中"),
        "sending" => ("Being sent", "发送中"),
        "sent" => ("Sent", "已发送"),
        "failed" => ("Failed", "失败"),
        "suppressed" => ("Over the daily ceiling", "超出每日上限"),
        _ => ("Held", "已暂缓"),
    };
    match locale {
        Locale::En => en,
        Locale::Zh => zh,
    }
}
