use domain::sla::{By, Light, Metric, Run, Standing};
use domain::ticket::event::Side;
use domain::time::Span;

use super::{Words, parts, seconds};

/// 工作时间：`35 分`、`3 小时 05 分`。
pub fn worked(span: Span) -> String {
    match parts(span) {
        (0, 0) => "不到 1 分".to_owned(),
        (0, minutes) => format!("{minutes} 分"),
        (hours, minutes) => format!("{hours} 小时 {minutes:02} 分"),
    }
}

/// 精确到秒：`3 小时 05 分 09 秒`。
fn exact(span: Span) -> String {
    match (parts(span), seconds(span)) {
        ((0, 0), seconds) => format!("{seconds} 秒"),
        ((0, minutes), seconds) => format!("{minutes} 分 {seconds:02} 秒"),
        ((hours, minutes), seconds) => format!("{hours} 小时 {minutes:02} 分 {seconds:02} 秒"),
    }
}

pub const ZH: Words = Words {
    promises: "服务承诺",
    why: "为什么是这个期限？",
    no_clock: "此工单没有服务承诺：没有策略规则与之匹配。",
    whiles: "哪些时间计入，哪些不计入",
    policy: "策略",
    applies_to: "规则适用于",
    calendar: "工作时间",
    started: "起算于",
    promised: "承诺",
    every_ticket: "所有工单",
    never: "日历中的工作时间不足，无法算出期限。",
    was_answered: "工单当时已答复",
    was_corrected: "事后更正",
    will_count: "将计入",
    counts: "计入",
    closed: "非工作时间",
    closed_day: "休息日",
    fact_filed: "提交",
    fact_assigned: "分派",
    fact_prioritised: "优先级变更",
    fact_kind: "类型变更",
    fact_service: "服务变更",
    fact_rebased: "改用现行承诺",
    fact_merged: "合并",
    from: "从",
    until: "到",
    length: "时长",
    total: "累计计入",
    what: "说明",
    if_nothing_changes: "之后（若无变化）",
    not_yet: "尚未",
    nobody_called: "未通知：当时已是过去",
    went_out: "已发出",
    steps: "预警与升级",
    step: "时点",
    unknown_while_paused: "暂停期间未知",
    moves: "期限如何变动",
    since: "自",
    state: "状态",
    corrections: "更正前后",
    as_known_now: "现在的结果",
    judging: "更正与豁免",
    excuse: "豁免超时",
    excuse_again: "以其他理由豁免",
    excuse_lead: "超时记录仍保留。报表同时显示两种数字，时间线会注明由谁、因何豁免。",
    correct_moment: "某个时间有误",
    correct_lead: "原记录保留。计时将重新计算，前后两种结果都可查看。",
    which_event: "哪个事件",
    really_at: "实际发生时间",
    correct: "更正",
    when_hint: "不早于提交时间，也不能在将来",
    preview: "查看会有哪些变化",
    would_change: "更正带来的变化",
    no_shift: "此工单的计时均无变化：期限与结果都不变。",
    no_such_clock: "没有此计时",
    clock: "计时",
    before: "更正前",
    after: "更正后",
    not_now: "暂不更正",
    was_excused: "超时已豁免",
    was_excused_lead: "记录仍保留。报表将其计为未达成，同时在“含豁免”一栏计为达成。",
    corrected: "已更正，变化如下",
    really_was: |event, at| format!("{event}：实际发生于 {at}。"),
    should_be: |paused, from, until| {
        let what = if paused { "本应暂停" } else { "本应继续" };
        format!("从 {from} 到 {until}，计时{what}。")
    },
    changed_clocks: |at, clocks| format!("{at} 的更正改变了此工单的这些计时：{clocks}。"),
    changed_none: |at| format!("{at} 的更正没有改变此工单的任何计时。"),
    and_excused: |said| format!("{said}，已豁免"),
    correct_pause: "暂停有遗漏或错误",
    this_while: "在此期间，计时",
    should_pause: "本应暂停",
    should_count: "本应继续",
    merge: "并入其他工单",
    merge_lead: "此工单将关闭，其请求人转为另一工单的请求人，计时结束。已超时的记录保留。关闭后无法再打开。",
    merge_into: "并入哪个工单",
    merge_into_hint: "工单编号，例如 INC-1042",
    merge_agreed: "我知道此操作无法撤销",
    merge_sure: "确认",
    warned: "已预警",
    due: "截止",
    due_at: "截止",
    metric: |metric| match metric {
        Metric::FirstResponse => "首次响应",
        Metric::Update => "后续答复",
        Metric::Resolution => "解决",
        Metric::Ola => "在团队停留",
        Metric::Supplier => "在供应商停留",
    },
    metric_short: |metric| match metric {
        Metric::FirstResponse => "响应",
        Metric::Update => "答复",
        Metric::Resolution => "解决",
        Metric::Ola => "团队",
        Metric::Supplier => "供应商",
    },
    cycle: |metric, cycle| format!("{metric}（第 {cycle} 次）"),
    chip: |run, light, left| match (run, light) {
        (Run::Running, Light::Breached) => format!("已超 {}", worked(left)),
        (Run::Running, _) => format!("剩余 {}", worked(left)),
        (Run::Paused, Light::Breached) => format!("已超 {}，暂停中", worked(left)),
        (Run::Paused, _) => format!("暂停中，剩余 {}", worked(left)),
        (Run::Stopped, Light::Breached) => "未达成".to_owned(),
        (Run::Stopped, _) => "已达成".to_owned(),
        (Run::Cancelled, Light::Breached) => "未达成，已取消".to_owned(),
        (Run::Cancelled, _) => "已取消".to_owned(),
    },
    due_full: |metric, at| format!("{metric}截止于{at}，按工作时间计"),
    worked,
    exact,
    version: |name, version| format!("“{name}”第 {version} 版"),
    rule: |rule| format!("规则 {rule}"),
    asked_by: |team| format!("{team}的请求人"),
    held_by: |team| format!("由{team}处理的工单"),
    is_due: |due, over| match over {
        None => format!("截止时间为 {due}。"),
        Some(over) => format!("截止时间为 {due}，已超出工作时间 {}。", worked(over)),
    },
    is_paused: |why, left, late| {
        let left = if late { format!("已超出工作时间 {}", worked(left)) } else { format!("剩余工作时间 {}", worked(left)) };
        format!("计时暂停：{why}。恢复时{left}；在此之前无法得知截止时间。")
    },
    was_done: |ended, due, in_time| {
        if in_time {
            format!("按时完成：完成于 {ended}，截止时间为 {due}。")
        } else {
            format!("超时完成：完成于 {ended}，截止时间为 {due}。")
        }
    },
    was_cancelled: |ended| format!("自 {ended} 起不再计时：工单已撤回或合并，或已没有规则作此承诺。"),
    counted_of: |counted, target, paused| {
        let paused = if paused.millis() > 0 { format!("；暂停的工作时间为 {}", exact(paused)) } else { String::new() };
        format!("承诺工作时间 {}，已计入 {}{paused}。", exact(target), exact(counted))
    },
    late_since: |at| format!("记录在案：自 {at} 起超时。"),
    excused_by: |who, at, reason| format!("{who}于 {at} 豁免：“{reason}”"),
    since_by: |why, since, by| match by {
        Some(by) => format!("{why}，自 {since}，由{by}操作"),
        None => format!("{why}，自 {since}"),
    },
    standing: |standing| match standing {
        Standing::New => "新建",
        Standing::Assigned => "已分派",
        Standing::InProgress => "处理中",
        Standing::WaitingForRequester => "等待请求人",
        Standing::WaitingForSupplier => "等待供应商",
        Standing::WaitingForDate => "等待日期",
        Standing::Resolved => "已解决",
        Standing::Closed => "已关闭",
        Standing::Cancelled => "已取消",
    },
    holiday: |name| format!("休息：{name}"),
    paused_by: |why, by| match by {
        Some((who, at)) => format!("暂停：{why}（{who}，{at}）"),
        None => format!("暂停：{why}"),
    },
    fact_replied: |side| match side {
        Side::Agent => "公开回复",
        Side::Requester => "请求人留言",
    },
    at_percent: |percent| format!("时间过去 {percent}%"),
    at_left: |left| format!("截止前 {}", worked(left)),
    before_correction: |at, by, reason| format!("{by}于 {at} 更正之前：“{reason}”"),
    overruled: |deadline| format!("截止时间 {deadline} 的超时记录仍保留，并标记为已推翻。"),
    report: "服务承诺报表",
    report_lead: "此期间按时停止或超出目标的计时。同一工单的多次解决计时只计最差的一次。",
    report_empty: "没有达成或未达成的承诺",
    report_empty_lead: "请选择其他日期，或查看全部。",
    chart: "按时达成率",
    line_note: "点击某点可查看当时未达成的工单",
    chart_note: "点击可查看未达成的工单；虚线框部分为未达成但已豁免",
    measured: "指标",
    met: "达成",
    missed: "未达成",
    excused_ones: "已豁免",
    attainment: "达成率",
    attainment_excused: "含豁免达成率",
    working_hours: "中位数（工作小时）",
    wall_hours: "中位数（自然小时）",
    known_since: "判定时间",
    not_yours: "您无权查看的工单",
    open_one: "计时中",
    open_missed_one: "未达成，尚未完成",
    ended: "完成于",
    ended_today: "完成于",
    told: |at, who| format!("{at}，通知 {who}"),
    met_one: "达成",
    missed_one: "未达成",
    excused_one: "未达成，已豁免",
    breach_calendar: "超时日历",
    breach_calendar_lead: "每天未达成的承诺，以及若无人处理今天还将超时的承诺。",
    month_before: "上个月",
    month_after: "下个月",
    today: "今天",
    today_note: "午夜前到期且仍在运行的所有计时（若无人停止或暂停）",
    missed_so_far: "已超时",
    still_today: "即将超时",
    none_missed: "无超时",
    of_them_excused: |n| format!("，其中 {n} 个已豁免"),
    excused_n: |n| format!("豁免 {n}"),
    kept_of: |met, all| format!("{all} 次中达成 {met} 次"),
    by: |by| match by {
        By::Metric => "指标",
        By::Policy => "策略",
        By::Service => "服务",
        By::Team => "团队",
        By::Priority => "优先级",
        By::Week => "周",
        By::Month => "月份",
    },
    tickets_behind: |name, n| format!("{name}：{n}，查看工单"),
    came: |came| match came {
        "met" => "已达成的承诺",
        "missed" => "未达成的承诺",
        "excused" => "未达成但已豁免的承诺",
        _ => "承诺",
    },
    lines_of: |from, to, all| format!("第 {from} 至 {to} 条，共 {all} 条"),
    missed_in: |n, month| format!("{month}共 {n} 次未达成"),
    missed_on: |day, missed, excused| match excused {
        0 => format!("{day} 日：{missed} 次未达成"),
        excused => format!("{day} 日：{missed} 次未达成，其中 {excused} 次已豁免"),
    },
    weekdays: ["一", "二", "三", "四", "五", "六", "日"],
    promised_by: |solution, by| {
        if solution { format!("我们承诺在{by}之前解决。") } else { format!("您将在{by}之前收到首次答复。") }
    },
    promised_late: |solution, by| {
        let what = if solution { "解决" } else { "给出首次答复" };
        format!("我们曾承诺在{by}之前{what}，现已超时，非常抱歉。")
    },
    promised_missed: |solution, by| {
        if solution { format!("解决时间晚于承诺（{by}）。") } else { format!("首次答复晚于承诺（{by}）。") }
    },
    promised_short: |solution, by| if solution { format!("承诺{by}前解决") } else { format!("承诺{by}前首次答复") },
    promised_late_short: |solution, by| {
        let what = if solution { "解决" } else { "首次答复" };
        format!("已超过承诺的{what}时间（{by}）")
    },
    promised_paused: "在等待期间，承诺的解决时间暂停计算。",
    merge_number: |number| format!("合并 {number}"),
};
