//! Fills in what a shipped plan leaves to its community, with people, bodies and figures that are made up: for the demo only.

use chrono::NaiveDate;

/// Stands where a community has to fill something in.
const BLANK: &str = "____";

/// Made-up names, in both languages.
const PEOPLE: [(&str, &str); 8] = [
    ("李明", "Li Ming"),
    ("王芳", "Wang Fang"),
    ("张建国", "Zhang Jianguo"),
    ("陈秀英", "Chen Xiuying"),
    ("刘洋", "Liu Yang"),
    ("赵敏", "Zhao Min"),
    ("周强", "Zhou Qiang"),
    ("吴桂兰", "Wu Guilan"),
];

/// Those whom a plan rates in a section of one, with the two who are added.
const EXTRA: [&str; 2] = ["p2", "p3"];

/// The days of a round whose first and last the plan leaves open.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    pub opens: NaiveDate,
    pub closes: NaiveDate,
}

/// What a line needs to know of those above it.
#[derive(Default)]
struct Place {
    section: String,
    kind: String,
    most_points: u32,
    is_score: bool,
    figures: usize,
    people: usize,
}

impl Place {
    fn person(&mut self) -> (String, String) {
        let next = PEOPLE.iter().cycle().nth(self.people);
        self.people += 1;
        let (zh, en) = next.copied().unwrap_or_default();
        (zh.to_owned(), en.to_owned())
    }

    /// What a blank text is called here.
    fn name(&mut self, key: &str) -> (String, String) {
        let (zh, en) = match (self.section.as_str(), key, self.kind.as_str()) {
            ("subject", "name", "body") => ("社区居民委员会", "The residents' committee"),
            ("subject", "name", "facility") => ("社区活动室", "The activity room"),
            ("subject", "name", "activity") => (
                "2 号楼楼道照明改造",
                "New lights on the stairs of building 2",
            ),
            ("criterion", _, _) => ("为民服务情况", "How residents are served"),
            ("organiser", "body", _) => ("民主评议监督小组", "The evaluation group"),
            ("organiser", "overseer", _) | (_, "objections_to", _) => {
                ("居务监督委员会", "The supervisory committee")
            }
            (_, "to", _) => ("街道办事处纪工委", "The subdistrict's discipline office"),
            (_, "areas", _) => ("全社区", "The whole community"),
            _ => return self.person(),
        };
        (zh.to_owned(), en.to_owned())
    }

    /// Thresholds, the highest first: points of those that the scale has, else per cent.
    fn figure(&mut self) -> String {
        let most = if self.is_score { self.most_points } else { 100 };
        let share = [85, 60, 30].get(self.figures).copied().unwrap_or(0);
        self.figures += 1;
        (most * share / 100).to_string()
    }

    fn enter(&mut self, line: &str) {
        if let Some(name) = line.strip_prefix('[') {
            let name = name.trim_start_matches('[');
            name.split(']')
                .next()
                .unwrap_or_default()
                .clone_into(&mut self.section);
            self.kind.clear();
        }
        let Some((key, value)) = line.split_once(" = ") else {
            return;
        };
        match key {
            "kind" => {
                value.trim_matches('"').clone_into(&mut self.kind);
                self.is_score |= self.section == "grading" && self.kind == "weighted-score";
            }
            "max" => self.most_points = value.parse().unwrap_or_default(),
            _ => {}
        }
    }

    fn fill(&mut self, line: &str, days: Days) -> String {
        let key = line.split(" = ").next().unwrap_or_default();
        match key {
            "opens" => format!("opens = {}", days.opens),
            "closes" => format!("closes = {}", days.closes),
            "at_least" | "more_than" => format!("{key} = {}", self.figure()),
            "quorum" => line.replace("\"____\"", "\"1/2\""),
            _ => self.fill_texts(line, key),
        }
    }

    /// Every text of a line: blank as a whole, or with a blank inside.
    fn fill_texts(&mut self, line: &str, key: &str) -> String {
        let mut filled = line.to_owned();
        let both = format!("{{ zh = \"{BLANK}\", en = \"{BLANK}\" }}");
        while filled.contains(&both) {
            let (zh, en) = self.name(key);
            let name = format!("{{ zh = \"{zh}\", en = \"{en}\" }}");
            filled = filled.replacen(&both, &name, 1);
        }
        filled
            .replacen(BLANK, "（待核对）", 1)
            .replace(BLANK, "(to be checked)")
    }
}

/// The plan with every blank filled in; where it shows one person to be rated, with three.
pub(super) fn filled(text: &str, days: Days) -> String {
    let mut place = Place::default();
    let mut lines: Vec<String> = Vec::new();
    let mut person: Option<Vec<String>> = None;
    let mut people = 0;
    for line in text.lines() {
        let is_comment = line.starts_with('#');
        if line.starts_with('[') || line.is_empty() {
            // The section of one that is rated is over.
            add_people(&mut lines, person.take(), people, text, &mut place);
        }
        if !is_comment {
            place.enter(line);
        }
        if line == "[[subject]]" {
            people += 1;
            person = Some(Vec::new());
        }
        if let Some(section) = person.as_mut() {
            section.push(line.to_owned());
        }
        let has_blank = line.contains(BLANK) && !is_comment;
        lines.push(if has_blank {
            place.fill(line, days)
        } else {
            line.to_owned()
        });
    }
    add_people(&mut lines, person.take(), people, text, &mut place);
    lines.join("\n") + "\n"
}

/// Two more like the only person that the plan names a place for.
fn add_people(
    lines: &mut Vec<String>,
    section: Option<Vec<String>>,
    people: usize,
    text: &str,
    place: &mut Place,
) {
    let Some(section) = section else {
        return;
    };
    let is_template = section.iter().any(|line| line == "kind = \"person\"")
        && section.iter().any(|line| line.contains(BLANK));
    let persons = text.matches("kind = \"person\"").count();
    if !is_template || persons != 1 || people == 0 {
        return;
    }
    for id in EXTRA {
        lines.push(String::new());
        for line in &section {
            let line = line.replace("\"p1\"", &format!("\"{id}\""));
            lines.push(place.fill_texts(&line, "person"));
        }
    }
}
