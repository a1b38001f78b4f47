//! The page 放假安排 of the made-up office: a notice that was pasted, and one with a slip in it.

use super::made_up::in_days;
use crate::app::office::{CalendarPage, CalendarRow};
use crate::domain::calendar::built_in_years;
use crate::ui::office::screen::Screen;
use crate::ui::office::state::Desk;

/// The State Council's notice for 2026 (国办发明电〔2025〕7号), without its head and its end.
const NOTICE: &str = "国务院办公厅关于2026年部分节假日安排的通知

一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
";

/// What the office knows: the years that the program was built with.
pub(super) fn page() -> CalendarPage {
    let years = built_in_years().into_iter().map(|year| CalendarRow {
        sum: year.sum(),
        year,
        accepted_on: None,
    });
    CalendarPage {
        years: years.collect(),
        missing: Some(2027),
    }
}

/// The notice of 2026 pasted where 2025 alone is known; with a slip in it, or whole.
pub(super) fn pasted(desk: &mut Desk, slip: bool) {
    desk.screen = Screen::Calendar;
    if let Some(all) = &mut desk.snapshot {
        all.calendar.years.truncate(1);
        all.calendar.missing = Some(2026);
        for row in &mut all.calendar.years {
            row.accepted_on = Some(in_days(-380));
        }
    }
    desk.forms.calendar.text = if slip {
        NOTICE.replacen("1月4日（周日）", "1月4日（周六）", 1)
    } else {
        NOTICE.to_owned()
    };
}
