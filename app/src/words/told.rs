//! What the timeline of a request says to whoever asked: whole sentences, spoken to them.

use domain::ticket::WaitingOn;

pub struct Words {
    /// Heads of what somebody wrote: the reader, somebody else who asks, who answers.
    pub by_you: &'static str,
    pub by_requester: &'static str,
    pub by_agent: &'static str,
    /// Events; the name is of who did it, and the reader has none.
    pub filed: fn(Option<&str>) -> String,
    pub works: fn(Option<&str>) -> String,
    pub works_again: fn(Option<&str>) -> String,
    pub waits: fn(WaitingOn) -> &'static str,
    pub waits_until: fn(&str, &str) -> String,
    pub reopened: fn(Option<&str>) -> String,
    pub cancelled: fn(Option<&str>) -> String,
    pub closed: fn(Option<&str>) -> String,
    pub closed_by_itself: &'static str,
    pub has_it: fn(&str) -> String,
    pub nobody_has_it: &'static str,
    pub priority: &'static str,
    pub kind: &'static str,
    pub service: &'static str,
    pub title: fn(Option<&str>) -> String,
    /// Who, and whom.
    pub added: fn(Option<&str>, Option<&str>) -> String,
    pub removed: fn(Option<&str>, Option<&str>) -> String,
    pub attached: fn(Option<&str>) -> String,
    /// Before the number of the other request.
    pub merged: &'static str,
    pub changed: &'static str,
    // What is said of news.
    pub replied: fn(&str) -> String,
    pub wrote: fn(&str) -> String,
    pub solved: &'static str,
    pub rated: &'static str,
    pub row: fn(&str, &str) -> String,
}

pub const EN: Words = Words {
    by_you: "You",
    by_requester: "Also asks",
    by_agent: "Reply",
    filed: |who| who.map_or_else(|| "You filed this".to_owned(), |who| format!("{who} filed this for you")),
    works: |who| {
        who.map_or_else(|| "Your request is being worked on".to_owned(), |who| format!("Your request is being worked on by {who}"))
    },
    works_again: |who| {
        who.map_or_else(|| "Your request is being worked on again".to_owned(), |who| format!("{who} is working on your request again"))
    },
    waits: |on| match on {
        WaitingOn::Requester => "We wait for your answer",
        WaitingOn::Supplier => "We wait for a supplier",
        WaitingOn::Date => "We let your request rest",
    },
    waits_until: |waits, date| format!("{waits} until {date}"),
    reopened: |who| format!("{} opened your request again", who.unwrap_or("You")),
    cancelled: |who| who.map_or_else(|| "You withdrew your request".to_owned(), |who| format!("{who} cancelled your request")),
    closed: |who| format!("{} closed your request", who.unwrap_or("You")),
    closed_by_itself: "Your request was closed",
    has_it: |who| format!("{who} looks after your request"),
    nobody_has_it: "Your request waits for somebody who looks after it",
    priority: "The priority of your request has changed",
    kind: "We treat your request as something else now",
    service: "Your request belongs to another service now",
    title: |who| format!("{} changed the title", who.unwrap_or("You")),
    added: |who, whom| match (who, whom) {
        (who, Some(whom)) => format!("{} added {whom}, who asks for it, too", who.unwrap_or("You")),
        (Some(who), None) => format!("{who} added you: you ask for it, too"),
        (None, None) => "You ask for it, too".to_owned(),
    },
    removed: |who, whom| match (who, whom) {
        (who, Some(whom)) => format!("{} removed {whom}, who does not ask for it any more", who.unwrap_or("You")),
        (Some(who), None) => format!("{who} removed you"),
        (None, None) => "You do not ask for it any more".to_owned(),
    },
    attached: |who| format!("{} added files", who.unwrap_or("You")),
    merged: "Your request goes on as part of",
    changed: "Your request has changed",
    replied: |who| format!("{who} replied to you"),
    wrote: |who| format!("{who} wrote something"),
    solved: "Your request is solved",
    rated: "Your rating has arrived",
    row: |title, state| format!("{title}: {state}"),
};

pub const ZH: Words = Words {
    by_you: "您",
    by_requester: "共同请求人",
    by_agent: "回复",
    filed: |who| who.map_or_else(|| "您提交了此请求".to_owned(), |who| format!("{who}代您提交了此请求")),
    works: |who| who.map_or_else(|| "您的请求正在处理".to_owned(), |who| format!("{who}正在处理您的请求")),
    works_again: |who| who.map_or_else(|| "您的请求已继续处理".to_owned(), |who| format!("{who}继续处理您的请求")),
    waits: |on| match on {
        WaitingOn::Requester => "我们在等您的答复",
        WaitingOn::Supplier => "我们在等供应商",
        WaitingOn::Date => "您的请求暂缓处理",
    },
    waits_until: |waits, date| format!("{waits}，至 {date}"),
    reopened: |who| who.map_or_else(|| "您重新打开了请求".to_owned(), |who| format!("{who}重新打开了您的请求")),
    cancelled: |who| who.map_or_else(|| "您撤回了请求".to_owned(), |who| format!("{who}取消了您的请求")),
    closed: |who| who.map_or_else(|| "您关闭了请求".to_owned(), |who| format!("{who}关闭了您的请求")),
    closed_by_itself: "您的请求已关闭",
    has_it: |who| format!("您的请求由{who}负责"),
    nobody_has_it: "您的请求正等待专人负责",
    priority: "您的请求的优先级有变化",
    kind: "我们调整了您的请求的类型",
    service: "您的请求已转到另一项服务",
    title: |who| format!("{}修改了标题", who.map_or_else(|| "您".to_owned(), |who| format!("{who} "))),
    added: |who, whom| match (who, whom) {
        (Some(who), Some(whom)) => format!("{who}添加{whom}为共同请求人"),
        (None, Some(whom)) => format!("您添加{whom}为共同请求人"),
        (Some(who), None) => format!("{who}添加您为共同请求人"),
        (None, None) => "您成为共同请求人".to_owned(),
    },
    removed: |who, whom| match (who, whom) {
        (Some(who), Some(whom)) => format!("{who}将{whom}移出请求人"),
        (None, Some(whom)) => format!("您将{whom}移出请求人"),
        (Some(who), None) => format!("{who}将您移出请求人"),
        (None, None) => "您不再是请求人".to_owned(),
    },
    attached: |who| format!("{}添加了文件", who.map_or_else(|| "您".to_owned(), |who| format!("{who} "))),
    merged: "您的请求已并入",
    changed: "您的请求有变化",
    replied: |who| format!("{who}回复了您"),
    wrote: |who| format!("{who}留了言"),
    solved: "您的请求已解决",
    rated: "您的评分已收到",
    row: |title, state| format!("{title}：{state}"),
};
