//! The words of mails.

use domain::locale::Locale;
use domain::survey::Kind;

use super::Step;

pub struct Words {
    pub greeting: fn(&str) -> String,
    pub somebody: &'static str,
    pub created: &'static str,
    pub replied: fn(&str) -> String,
    pub step: fn(Step, &str) -> String,
    pub colon: char,
    pub full_stop: char,
    pub waiting_for_you: fn(&str) -> String,
    pub resolved: fn(&str) -> String,
    pub resolved_for_others: fn(&str, &str) -> String,
    pub informed: &'static str,
    pub mentioned: fn(&str) -> String,
    pub assigned: fn(&str) -> String,
    pub team_reply: fn(&str) -> String,
    pub team_ticket: fn(&str) -> String,
    pub deadline_near: fn(&str, &str) -> String,
    pub deadline_missed: fn(&str, &str) -> String,
    pub open: &'static str,
    pub rate: fn(Kind) -> &'static str,
    pub answer: fn(Kind, u8) -> String,
    /// Mail goes out and does not come in.
    pub no_answer: &'static str,
    pub preferences: &'static str,
    pub administrator: &'static str,
    pub address_changed_subject: &'static str,
    pub address_changed: fn(&str) -> String,
    pub address_changed_advice: &'static str,
    pub password_forgotten_subject: &'static str,
    pub password_forgotten: &'static str,
    pub password_forgotten_open: &'static str,
    pub password_forgotten_advice: &'static str,
    pub invited_subject: fn(&str) -> String,
    pub invited: fn(&str) -> String,
    pub invited_open: &'static str,
    pub invited_advice: &'static str,
    pub password_changed_subject: &'static str,
    pub password_changed: &'static str,
    pub password_changed_advice: &'static str,
}

static EN: Words = Words {
    greeting: |name| format!("Hello {name},"),
    somebody: "the service desk",
    created: "your request has arrived. You will hear from us; until then nothing more is needed from you.",
    replied: |by| format!("{by} has replied:"),
    step: |step, by| match step {
        Step::Cancelled => format!("{by} has cancelled this request"),
        Step::Closed => format!("{by} has confirmed the answer, and the request is closed"),
        Step::ClosedByItself => "The time for disagreeing is over, and your request is closed".to_owned(),
        Step::Reopened => format!("{by} has reopened this request"),
        Step::RatedLow => format!("{by} was not content with the answer, and the rating is to be followed up"),
    },
    colon: ':',
    full_stop: '.',
    waiting_for_you: |by| format!("{by} needs your answer to go on:"),
    resolved: |by| format!("{by} has resolved your request:"),
    resolved_for_others: |by, number| format!("{by} has resolved {number}:"),
    informed: "here is what we know of the disturbance that this ticket belongs to:",
    mentioned: |by| format!("{by} has mentioned you:"),
    assigned: |by| format!("{by} has assigned this ticket to you:"),
    team_reply: |by| format!("{by} has written to your team, and nobody has taken this ticket yet:"),
    team_ticket: |by| format!("{by} has brought your team a ticket that nobody has taken yet:"),
    deadline_near: |what, when| match when {
        "" => format!("the promised time for {what} is running out."),
        when => format!("the promised time for {what} is running out: the deadline is {when}."),
    },
    deadline_missed: |what, when| match when {
        "" => format!("the promised time for {what} has run out."),
        when => format!("the promised time for {what} has run out: the deadline was {when}."),
    },
    open: "Open the ticket",
    rate: |kind| match kind {
        Kind::Stars => "How did we do? Choose the stars here and confirm them on the page that opens:",
        Kind::Nps => {
            "How likely are you to recommend this service? 0 is not at all, 10 extremely likely. Choose here and confirm on the page that opens:"
        }
        Kind::Ces => "How easy was it to get help? 1 is very hard, 7 very easy. Choose here and confirm on the page that opens:",
    },
    answer: |kind, n| match (kind, n) {
        (Kind::Stars, 1) => "1 star".into(),
        (Kind::Stars, n) => format!("{n} stars"),
        (Kind::Nps, n) => format!("{n} of 10"),
        (Kind::Ces, n) => format!("{n} of 7"),
    },
    no_answer: "Nobody reads answers to this mail. Please answer on the ticket’s page.",
    preferences: "Choose which mails you get",
    administrator: "an administrator",
    address_changed_subject: "The e-mail address of your account was changed",
    address_changed: |by| {
        format!("{by} has given your account another e-mail address. Mail goes there from now on, and so does the sign-in.")
    },
    address_changed_advice: "If you did not expect this, tell your administrators at once.",
    password_forgotten_subject: "Choose a new password",
    password_forgotten: "somebody asked for a link to choose a new password for your account. If it was you, go on here:",
    password_forgotten_open: "Choose a new password",
    password_forgotten_advice: "The link works once, until two hours after you asked for it. If it was not you, do nothing: your password stays as it is.",
    invited_subject: |organisation| format!("Your account at {organisation}"),
    invited: |organisation| format!("{organisation} has made you an account for its service desk. Choose a password, and you are in:"),
    invited_open: "Choose a password",
    invited_advice: "The link works once, for seven days. After that, ask your administrators for another one.",
    password_changed_subject: "Your password was changed",
    password_changed: "the password of your account was changed, and your account was signed out everywhere else.",
    password_changed_advice: "If it was not you, tell your administrators at once.",
};

static ZH: Words = Words {
    greeting: |name| format!("{name}，您好："),
    somebody: "服务台",
    created: "您的请求已收到。我们会尽快回复，您暂时无需做任何事。",
    replied: |by| format!("{by}回复了："),
    step: |step, by| match step {
        Step::Cancelled => format!("{by}取消了此请求"),
        Step::Closed => format!("{by}确认了答复，此请求已关闭"),
        Step::ClosedByItself => "已过异议期，您的请求已关闭".to_owned(),
        Step::Reopened => format!("{by}重新打开了此请求"),
        Step::RatedLow => format!("{by}对答复不满意，请跟进此评分"),
    },
    colon: '：',
    full_stop: '。',
    waiting_for_you: |by| format!("{by}需要您的答复才能继续："),
    resolved: |by| format!("{by}已解决您的请求："),
    resolved_for_others: |by, number| format!("{by}已解决 {number}："),
    informed: "此工单所属故障的最新情况：",
    mentioned: |by| format!("{by}提到了您："),
    assigned: |by| format!("{by}将此工单指派给您："),
    team_reply: |by| format!("{by}给您的团队写了回复，此工单目前无人认领："),
    team_ticket: |by| format!("{by}给您的团队带来了新工单，目前无人认领："),
    deadline_near: |what, when| match when {
        "" => format!("承诺的“{what}”时间即将用完。"),
        when => format!("承诺的“{what}”时间即将用完，截止时间为 {when}。"),
    },
    deadline_missed: |what, when| match when {
        "" => format!("承诺的“{what}”时间已用完。"),
        when => format!("承诺的“{what}”时间已用完，截止时间为 {when}。"),
    },
    open: "打开工单",
    rate: |kind| match kind {
        Kind::Stars => "我们做得怎么样？请在此选择星级，并在打开的页面上确认：",
        Kind::Nps => "您有多大可能推荐此服务？0 为完全不可能，10 为非常可能。请在此选择，并在打开的页面上确认：",
        Kind::Ces => "获得帮助有多容易？1 为很难，7 为很容易。请在此选择，并在打开的页面上确认：",
    },
    answer: |kind, n| match kind {
        Kind::Stars => format!("{n} 星"),
        Kind::Nps => format!("{n} / 10"),
        Kind::Ces => format!("{n} / 7"),
    },
    no_answer: "请勿直接回复此邮件，无人查收。请在工单页面上回复。",
    preferences: "选择接收哪些邮件",
    administrator: "管理员",
    address_changed_subject: "您账号的邮箱地址已更改",
    address_changed: |by| format!("{by}更改了您账号的邮箱地址。今后的邮件将发送到新地址，登录也请使用新地址。"),
    address_changed_advice: "如果这不在您的预料之中，请立即告知管理员。",
    password_forgotten_subject: "设置新密码",
    password_forgotten: "有人为您的账号申请了设置新密码的链接。如果是您本人，请点击：",
    password_forgotten_open: "设置新密码",
    password_forgotten_advice: "此链接只能使用一次，在申请后两小时内有效。如果不是您本人，无需任何操作，您的密码不会改变。",
    invited_subject: |organisation| format!("您在{organisation}的账号"),
    invited: |organisation| format!("{organisation}已为您开通服务台账号。设置密码后即可使用："),
    invited_open: "设置密码",
    invited_advice: "此链接只能使用一次，七天内有效。过期后请向管理员索取新链接。",
    password_changed_subject: "您的密码已更改",
    password_changed: "您账号的密码已更改，其他设备上的登录均已退出。",
    password_changed_advice: "如果不是您本人操作，请立即告知管理员。",
};

pub fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &EN,
        Locale::Zh => &ZH,
    }
}
