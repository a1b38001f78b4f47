# app
app-file = 无法使用 { $path }：{ $reason }。请检查磁盘空间和写入权限，然后重试。
app-damaged = { $path } 的内容与本程序写入的不一致。请不要改动它，用备份恢复该文件夹，或联系居委会。
app-not-private = 这台电脑上的其他账户能读取 { $path }，本程序无法改正：{ $reason }。请用该文件夹所属的账户启动本程序，或由该账户对文件夹执行：chmod -R go=
app-in-use = { $path } 正由 { $program }（进程 { $process }）使用，从 { $since } 开始；本次什么也没有做。请关闭那个窗口，或等那条命令结束，然后重试。
app-not-paired = 本机还没有与居委会配对。请插入带有回程包的 U 盘，然后选择配对。
app-already-paired = 本机已经与一个居委会配对。如需更换，请先同步，再换用新的数据文件夹启动。
app-same-name = 这台设备已经叫 { $device }。换密钥要同时换一个新名字，例如在末尾加一：办公室按名字认批次。
app-name-taken = 居委会已经有一台设备叫 { $device }，名字用过就不再给别的设备。什么也没有改；请另取一个名字，例如在末尾加一个字母。
app-batches-unknown = 居委会收到过本机的第 { $numbers } 批，本机的数据里没有。本机的数据从旧备份恢复过，这些批次就是本机的：加上 --unknown own；没有恢复过，就是冒充的：加上 --unknown forged，换密钥以后不再算数。什么也没有改。
app-other-name = 这台评议机叫 { $device }，和输入的名字不一样。什么也没有改。
app-other-channel = 评议 { $plan } 按方案不在这台设备上收评议卡，请问工作人员在哪里参加。
app-plan-not-open = 评议 { $plan } 今天不收评议卡，请选择其他评议。
app-card-not-fit = 评议卡与评议方案不一致（{ $reason }）。请重新填写一张。
app-pin-shape = 口令为 4 至 12 位数字，请重新设置。
app-clock-refused = 日期没有改：不能早于居委会上次的时间（{ $office }），也不能晚过它三个月。请对一下日期再输入；日期确实对，请先用 U 盘同步一次。
app-pin-missing = 这台评议机还没有设 PIN，不能配对，也不能投入使用。请先在工作人员页面设一个；已经配对的，请在本机运行 pingyi kiosk pin 来设。
app-pin-set = 这台评议机已经有 PIN，什么也没有改。
app-retired = 本机已停用，不再收卡。手里的卡和回执请交到办公室，或者用别的评议机。
app-machine = 本机的一步计算没有完成（{ $what }）。请重新启动，内容不会丢失。
app-settings-unreadable = 无法读取 { $file }：{ $reason }。请检查路径；不指定文件时使用默认设置。
app-settings-syntax = { $file } 第 { $line } 行不是有效的 TOML（{ $reason }）。请写成：名称 = 值
app-settings-unknown-key = { $file } 第 { $line } 行：没有名为 { $key } 的设置。最接近的是 { $nearest }，请改正名称或删除这一行。
app-settings-bad-value = { $file } 第 { $line } 行：{ $key } 不能是 { $given }。可以使用：{ $allowed }

app-office-trial-name = 体验社区
app-office-trial-place = 体验社区居委会服务大厅
app-office-already-there = { $path } 中已经有一个居委会档案。请直接打开它，或者换一个空文件夹。
app-office-none = { $path } 中没有居委会档案。请检查文件夹，或者先新建。
app-office-backup-on-server = 这个办公室的档案在 PostgreSQL 里。请先锁上办公室，用 pg_dump 备份数据库，再把办公室文件夹整个复制一份，两样放在一起。
app-office-backup-inside = { $path } 在办公室自己的文件夹里面，文件夹坏了备份也就没有了。请换一个地方，最好是另一块硬盘。
app-office-no-backup = { $path } 不是一份完整的备份（没有清单或签名），可能当时中断了。请换一份备份。
app-office-backup-missing = 备份里缺少 { $path }。什么都没有恢复。请换一份备份。
app-office-backup-changed = { $path } 和备份时不一样了：磁盘损坏，或者被人改过。什么都没有恢复。请换一份备份。
app-office-backup-unsigned = { $path } 不是这个办公室对清单的签名：备份被人改过。什么都没有恢复。请换一份备份，并留着这一份备查。
app-office-backup-trial = { $path } 是体验模式的备份，不是正式办公室的。什么都没有恢复。请选正式办公室的备份。
app-office-restore-over = { $path } 里还有东西，恢复不会覆盖它。请先把这个文件夹改名或移走，再恢复；确认无误之后再处理旧的。
app-office-step-backup = 正在复制
app-office-step-restore = 正在逐个文件核对并复制
app-office-done-backup = 备份好了：{ $path }。请把这块硬盘收好、锁起来。
app-office-done-destroyed = 已按清册销毁：{ $plan } { $round }，原始批次 { $count } 个。统计数字、公示和账本都留着。归档文件夹、上报的报告和备份里的那一份不在这里，请两人以上监销，另行销毁。
app-office-overseers-missing = 销毁要有两个以上的人监销，请写上他们的姓名。
app-office-unverified = 核对发现 { $count } 处不符，先查清楚：销毁以后就没有原件可以对了。
app-office-name-missing = 还没有填写社区名称。请填写居民熟悉的名称。
app-office-passphrase-weak = 这个口令太容易猜（别人也常用的、连着的数字、同一个字反复）。请多用几个互不相干的词，或者用程序给出的六个词。
app-office-passphrase-letters = 新口令只能用英文字母、数字、符号和空格。请关掉输入法再输一遍：输入法会记住打过的字，下次写出来的也可能不一样。
app-office-not-enrolled = 设备 { $device } 没有提出加入申请。请先在该设备上同步一次，再插入 U 盘接收。
app-office-fingerprint-differs = 这不是设备 { $device } 指纹的最后八位，没有接受。请看那台设备的工作人员页面再输一次；还是不一样，就不要接受。
app-office-not-accepted = 设备 { $device } 还没有被接受，这一批没有计入。请核对指纹并接受设备，然后再次接收。
app-office-too-many-waiting = 已有 { $most } 台设备在等待接受，没有再记下这一台。U 盘里可能被人放了假设备，请换一个 U 盘。
app-office-number-far = { $device } 的第 { $number } 批离前一批（第 { $newest } 批）太远，没有装入。可能是别人用这台设备的密钥做的：请停用它，在那台设备上换密钥，再接受新的。
app-office-round-to-come = 这一批的评分属于 { $round }，可是 { $date } 就封好了，没有装入。请在评议机上看时钟，同步以后再拿来。
app-office-record-differs = 档案里的{ $place }和账本记的不一样，没有签发。请先核对；改不回来的，从备份恢复。
app-office-revoked = 设备 { $device } 已停用，这一批没有计入。如需继续使用，请重新核对指纹并接受设备。
app-office-after-last = 评议机 { $device } 已经退役，第 { $last } 号批次是它的最后一批。在这以后的批次不是它的，没有装入。
app-office-original-differs = 存为 { $path } 的批次读回来与清点的不一致，因此没有登记。请关闭其他正在写居委会档案文件夹的程序，检查磁盘，然后重新装载。
app-office-nothing-to-post = 评议 { $plan } 还没有可以公示的结果。请等评议卡收齐后再公示。
app-office-plan-missing = 这个批次要用评议方案“{ $plan }”（或它的这一版），办公室的档案里还没有。请先加入这个方案，再装入一次：评议机会留着这个批次，不会丢。
app-office-key-lost = 这个批次是封给一把后来换的钥匙的，而档案是从换钥匙以前的备份恢复的，打不开。没有确认，评议机会留着，不会丢。请用换钥匙以后的备份恢复，再装入一次。
app-office-text-empty = 内容是空的。请写几个字再保存。
app-cases-no-opinions = 方案 { $plan } 不收意见，请换一个方案。
app-cases-other-channel = 按方案 { $plan }，不从这个渠道登记：{ $channel }。请选方案里的渠道。
app-cases-not-of-plan = 方案 { $plan } 里没有 { $place }，请从方案里选。
app-cases-too-long = 内容超过一条意见的长度，请缩短，或分成两件登记。
app-cases-not-extendable = 方案 { $plan } 不许延期，请在答应的日期前答复。
app-cases-extended-already = 第 { $number } 号意见已经延期过一次，不能再延，请按期答复。
app-cases-term-over = 第 { $number } 号意见的期限 { $due } 已过，只能在到期前延期，请尽快答复。
app-cases-not-waiting = 第 { $number } 号意见不在等这里的答复，不能延期。
app-cases-extension-days = 按方案可延 1 至 { $most } 个工作日，请改一个数。
app-cases-not-answered = 第 { $number } 号意见还没有答复。请先答复，再定整改措施。
app-cases-no-measures = 第 { $number } 号意见还没有整改措施，请先定措施。
app-cases-measures-done = 第 { $number } 号意见的整改已查实完成，不能再改。
app-cases-responsible-missing = 按方案要有责任人，请填写。
app-cases-inspector-missing = 按方案要有督查人，请填写。
app-cases-same-person = 督查人不能就是责任人，请换一位。
app-cases-measures-day = 按方案，完成期限在 { $earliest } 至 { $latest } 之间，请改一个日期。
app-cases-measures-past = 这一天已经过去，请填 { $earliest } 或以后的日期。
app-cases-inspected-day = { $day } 不会是督查的日期，请填 { $earliest } 至 { $latest } 之间的日期。
app-cases-name-long = 姓名最多 { $most } 个字，写在一行里。
app-cases-words-long = 写得太长，最多 { $most } 个字。
app-cases-received-day = { $day } 不会是收到的日期，请填 { $earliest } 至 { $latest } 之间的日期。
app-office-differs = 评议档案“{ $table ->
    [batch] 批次
    [device] 设备
    [ledger] 账本
    [meta] 基本事项
    [notice] 公示
    [opinion_case] 意见件
    [pack] 回程包
    [plan] 评议方案
    [objection] 异议
    [posted] 公示所依据的人数
    [round] 评议轮次
    [round_subject] 各对象的评定
    [rater] 评议人数
    [receipt] 回执
    [schema_step] 升级步骤
    [sheet_seen] 评议页
    [slip] 评议票
    [tally] 计票
   *[other] { $table }
}”表，{ $row }，{ $column ->
    [row] 整行
    [body] 正文
    [title] 标题
    [text] 内容
    [reply] 答复
    [status] 办理状态
    [due_on] 办理期限
    [provisional] 暂定
    [received_on] 收到日期
    [answered_on] 答复日期
    [count] 数
    [original] 原始文件
    [file] 文件
    [event] 事项
    [hash] 摘要
    [signature] 签名
    [figures] 所依据的数字
    [signing_key] 公钥
    [state] 状态
    [since] 起始日期
    [week] 周
    [root] 摘要值
    [enabled] 是否下发
    [source] 来源
    [posted_on] 公示日期
    [ledger_head] 账本末端
    [made_at] 时间
    [value] 值
    [number] 编号
   *[other] { $column }
}：按账本和原件应为 { $expected }，档案中为 { $found }。请保留现状，用备份核对。
app-office-not-told = 当时的程序没有在账本里记下这一项，因此没有比较：{ $table ->
    [device] 设备
    [meta] 基本事项
    [opinion_case] 意见件
    [plan] 评议方案
    [posted] 公示所依据的人数
   *[other] { $table }
}，{ $column ->
    [row] 整行
    [due_on] 办理期限
    [provisional] 暂定
    [source] 来源
    [signing_key] 公钥
   *[other] { $column }
}，共 { $rows } 行。
app-office-step-copy = 正在从 U 盘复制 { $file }
app-office-step-count = 正在清点 { $file }
app-card-empty = 这张卡还没有填。请至少评一项，或写一句话。
app-card-all-alike = 按这次评议的规则，所有项目都选同一档的卡无效。请改一项再交。
app-lookup-group = 第 { $group } 组四个数字可能有一位不对，请对照回执再看一看。
app-sync-pack = 读取回程包
app-sync-closing = 封好批次
app-sync-writing = 写入批次 { $number }
app-sync-checking = 读回核对
app-office-step-collect = 正在汇总方案、进度和公示
app-office-step-seal = 正在封装答复
app-office-step-keep = 正在存入办公室文件夹
app-office-step-write = 正在写入 U 盘
app-office-step-read-back = 正在读回 U 盘核对
app-office-step-compare = 正在与档案比对
app-office-results-title = { $title }（{ $period }）评议结果
app-office-results-ledger = 账本摘要：{ $head }
# Frozen: notices of 0.1 are made again by it.
app-office-results-ledger-early = 台账摘要：{ $head }
app-office-results-group = { $name }（{ $group }）
app-office-results-few = { $name }：参评人数较少，不公布
app-office-results-subject = { $name }：参评 { $raters } 人
app-office-results-grade = { $name }：参评 { $raters } 人，等次 { $grade }
app-office-results-graded = { $name }：参评 { $raters } 人，等次 { $grade }（{ $score }）
app-office-results-criterion = { $name }：{ $answers }
app-office-results-answer = { $name } { $count }
app-office-results-hidden = （较少）
app-office-results-comma = 、
app-office-plan-file-long = { $path } 太大，不是一份评议方案。请选择方案的 .toml 文件。
app-office-round-short = 这份方案最后一次评议的天数太少。人人可评的评议至少要进行 14 天，时间太短容易认出是谁评的；评议机又可能晚一周才收到方案。请把截止日期（closes）改为 { $date } 或更晚；方案写错了要马上停，请停用它。
app-office-uncounted = { $device } 换了密钥。第 { $number } 号批次是别人用它的旧密钥做的，评分已经不再计入，公示过的结果请再公示一次；它立的意见件仍在，请看看是否属实。
app-office-chain-of-another = { $device } 说自己以前叫 { $former }，但没有人这样接受过它。请到这台评议机前核对密钥指纹，再在“设备”页接受它。
app-office-results-as-in = { $name }：自第 { $number } 号公示以来新增参评较少，结果以该公示为准
app-office-results-not-as-in = { $name }：第 { $number } 号公示里的数字，有一部分后来查明不算数，请不要以它为准；现在的数字和它相差太少，为保护居民暂不公布
app-office-results-not-public = 按方案 { $plan }，评议结果不公布，所以没有发公示。要公布，请先修订方案的 publication.results。
app-pen-data = 输入法数据 { $path } 不能使用：{ $reason }。请换一个文件，或在 kiosk.toml 里把 { $setting } 留空。
app-office-day-doubtful = 这台电脑的日期是 { $today }，而已经签过的最新日期是 { $newest }，日期可能不对，没有继续。请先核对电脑的日期；如果 { $today } 没有错，请输入这个日期再做一次（命令行用 --date）。
app-office-day-differs = 输入的日期是 { $typed }，这台电脑的日期是 { $today }，两者不同，没有继续。请核对电脑的日期，再输入一次。
app-office-week-doubtful = 这一批写着 { $week }，而今天是 { $today }：评议机的时钟可能不对，没有计入，也没有确认收到。请查看评议机的日期；确实要装入的，请输入这个周（命令行用 --week）。
app-office-done-answered = 第 { $number } 号意见已答复，下一个回程包会带上。
app-office-done-registered = 已登记为第 { $number } 号意见。
app-office-done-extended = 第 { $number } 号意见延期至 { $due }，下一个回程包会带上原因。
app-office-done-assigned = { $count } 件已交给{ $name }办理。
app-office-done-calendar = { $year } 年的放假安排已采用，{ $count } 件意见的最后一天已重新确定。下一个回程包会带给各评议机。
app-office-calendar-known = { $year } 年的放假安排已经是这样，不必再采用。
app-office-calendar-sum = { $year } 年的天数对不上：周一至周五放假 { $off } 天，周末上班 { $worked } 天，法定节假日为 { $law } 天。请对照原通知检查是否少粘了一句；确实如此，请勾选后再采用（命令行用 --sum-seen）。
app-office-done-measures = 第 { $number } 号意见的整改措施已定。
app-office-done-inspected = 第 { $number } 号意见的督查结论已记下。
app-office-done-revisit = 第 { $number } 号意见的回访已记下。
app-cases-not-heard = 工作人员回访不走这个渠道：{ $channel }。
app-office-done-accepted = 设备 { $device } 已接受，它的批次可以收下了。
app-office-done-plan-added = 方案“{ $title }”已加入，下一个回程包会带上。
app-office-done-posted = 已公示，下一个回程包会带上。
app-office-done-revoked = 设备 { $device } 已停用，它的批次不再收下。
app-office-done-retired = 评议机 { $device } 退役了：下一个回程包会告诉它，它不再收卡，把手里的送来以后清空自己。
app-office-disk-low = 磁盘快满了
app-office-clock-doubted = 时钟可疑，或很久没有回程包
app-office-restarts = 这一周常常重启
app-office-pin-code = 评议机 { $device } 换 PIN 的纸条：{ $code }。请现在抄下来：只显示这一次，哪里也不存。先让评议机读到下一个回程包，再在 PIN 页点“忘记 PIN”输入，只能用一次；再做一张，这一张就作废。
app-office-done-plan-changed = 已改好，从下一个回程包起生效。
app-office-no-notice = 没有第 { $number } 号公示。请先看看有哪些：pingyi office notice list。
app-office-first-person = 办公室
app-office-file-damaged = { $path } 不见了，或者里面不是本程序写的内容。什么都没有改动。请从最近的备份里把这一个文件拷回原处，再打开；别的都不用动。
app-office-record-lost = { $path } 不见了，或者是别的居委会的档案。什么都没有改动。如果是被挪走了，请放回原处；否则请先把这个文件夹改名，再在原处恢复最近的备份，改名的文件夹要留着：备份以后收到的原件还在里面。
app-office-original-gone = 批次 { $place } 的原件不见了，或者不是原来那一份，从里面数出来的数字没法重新核对，所以不签。请把它放回去：从最近的备份里拷回 batches 文件夹里的这个文件；或者让那台评议机再同步一次，把 U 盘装载进来（登记之后四周内，它还留着）。然后再做一次。其间回程包和别的方案照常。
app-office-pack-numbers = 没有生成回程包：回程包的编号已经用到头，只有冒用居委会密钥的人才会造成这种情况。U 盘上什么都没有改动。请恢复在那之前的备份，再更换居委会的密钥。
app-office-name-exchanged = “{ $name }”在本方案第 { $revision } 版里指的是另一项，而两版是合在一起统计的：居民选的会被算成他们没有选的。这份方案没有采用。意思变了的选项、内容或对象请换一个新的代号（id）；只改错字、不换位置的不用换。
app-office-profile-changed = { $path } 不是办公室签过名的那一份：有人改过它，所以不打开。请从最近的备份里把这一个文件拷回原处；要改电话或名称，请用“关于”里的修改，或 pingyi office profile。
app-office-person-name-missing = 请写上这个人的姓名。
app-office-recovery-differs = 输入的数字和恢复单上的不一样。请看清是第几组，再输一次；找不到那张纸，就重新生成一张。
app-office-recovery-length = 恢复单上有十组数字，每组五位，一共 50 位。请从头输入。
app-office-recovery-group = 第 { $group } 组输错了。请对照恢复单改这一组。
app-office-done-recovery-renewed = 新的恢复单写在 { $path }。请打印出来，锁在柜子里，再输入其中两组数字核对；旧的从现在起打不开任何东西。
app-office-done-recovery-proved = 恢复单核对好了，文件已删除。
app-office-done-admitted = { $name } 可以用自己的口令打开办公室了。
app-office-done-removed = { $name } 的口令从现在起打不开办公室；办公室的钥匙已换新，下一个回程包带去评议机。请再做一次备份：以前的备份里没有新钥匙。
app-office-done-passphrase = 口令已换。
app-office-done-opening-renewed = 办公室的钥匙已换新，下一个回程包带去评议机。请再做一次备份：以前的备份里没有新钥匙。
app-office-done-two-persons = 从现在起要两个人的口令一起才能打开办公室（双人开启）；钥匙已换新。请再做一次备份。
app-office-done-one-person = 从现在起一个人的口令就能打开办公室；钥匙已换新。请再做一次备份。
app-office-second-wanted = 这个办公室是双人开启：请两个人各输入自己的口令。
app-office-two-persons-missing = 双人开启至少要有两个人：请先增加人员，或者改回单人开启。
app-office-keys-older = { $path } 里的钥匙比账本上写的旧：有人把旧文件放回来了，或者装了别处的文件。请从最新的备份里取回这个文件夹。
app-office-done-profile = 已改好并签名，下一个回程包带去评议机。
app-office-trial-passphrase = 体验模式不设口令，也就不用换。
app-office-results-leading = { $name }：{ $answer } 最多
app-kiosk-plan-names = “{ $plan }”第 { $revision } 版里，“{ $name }”指的不再是原来那一项，而两版合在一起统计，所以没有换，仍用原来的文字。请办公室核对；意思变了的项目要换新的代号。
app-kiosk-plan-differs = “{ $plan }”第 { $revision } 版的文字和本机原来的不一样，没有换。请办公室核对；文字真要改，请发新的一版。
app-kiosk-ledger-contradicts = 账本对不上：回程包 { $number } 里的账本，和本机以前从居委会读到的不一样。这个包没有读入，已留作凭据；卡照常送出。请告诉居委会主任和监督委员会，查清以前不要再用这个包。
app-kiosk-contradicts-title = 账本对不上
app-kiosk-contradicts-notice =
    办公室送来的第 { $number } 号回程包，与这台评议机记得的账本对不上。评议机没有采用它，把它留作凭据。
    您交的评议没有丢失，照样送去。
    请居委会和监督小组查清原因。查清以前，这条提示一直在这里。
app-kiosk-disputed = 账本对不上：评议机 { $device } 签了字的见证，和本机从居委会读到的账本不是同一本。已留作凭据；卡照常送出。请把两台评议机读过的 U 盘都留好，告诉居委会主任和监督委员会；如果是那一台的密钥被偷，请办公室停用它。
app-kiosk-disputed-notice =
    另一台评议机见过的办公室账本，与这台评议机见过的不是同一本。两边的凭据都已留下。
    您交的评议没有丢失，照样送去。
    请居委会和监督小组查清原因。查清以前，这条提示一直在这里。
app-kiosk-ledger-out-of-reach = 回程包 { $number } 里的账本接不上本机上次读到的地方，没有读入；卡照常送出。请把这支 U 盘先拿回办公室装入，再做一个新的回程包。
app-kiosk-pack-passed-over = U 盘上的回程包 { $number } 更新，但没能读出来，用的是较旧的一个：{ $reason }请让办公室再做一个回程包。
app-kiosk-restored = 居委会说明：办公室用旧的备份恢复过，中间的记录已经重新补上。如果没有听说过恢复备份的事，请问一问居委会。以前给居民看过的答复，本机都还留着。
app-kiosk-plan-deferred = 《{ $plan }》的评议内容有改动。这一次评议要满 14 天才能换，最早从 { $date } 起读入的回程包换成新的。
app-kiosk-forgotten = 办公室恢复以后没有批次 { $number } 了，这次再写一遍。
app-office-restored = 评议机 { $device } 交回了用本办公室密钥签名的回程包 { $number }，而这里没有它。如果这台电脑用过旧的备份，那就是备份以后做的：已记入账本，丢失的批次评议机会再送来。如果没有恢复过备份，那就是有人复制了居委会的密钥：请马上更换密钥（人员页），并报告上级。
app-office-witness-differs = 评议机 { $device } 作证：它见过的账本第 { $length } 条，和这里的不一样。有人改过或截短过账本，或者用过旧的备份。请保留这支 U 盘，核对账本。
app-office-witness-ahead = 评议机 { $device } 见过回程包 { $pack }，而这里没有这个包：这台电脑用过旧的备份。请用它再同步一次，让它把包交回来。
app-round-none = 方案 { $plan } 没有 { $round } 这一轮评议。请用 pingyi office round list 看看有哪些。
app-round-none-left = 方案 { $plan } 没有可以办理的评议轮次：还没有预告过，或者方案的日期已过。
app-round-archive-there = { $path } 已经有了，归档不会覆盖它。请换一个地方，或者先把它移走。
app-round-begun-before = 按方案，评议对象名单要在评议开始以前公示，而这一轮已于 { $first } 开始，没有预告。请预告下一轮。
app-round-not-called = 方案 { $plan } 不另行召集：方案里没有“不定期”，也没有不成立或作废的轮次。请预告下一轮。
app-round-called-too-late = { $day } 已经过去，请换一个日子。
app-ballot-other-way = 按方案，这轮评议不收{ $way }的票。方案的评议渠道里没有它。
app-ballot-no-sitting = 举手表决在评议会上进行，这个方案没有评议会。
app-ballot-tellers = 请写明监票、计票的人，至少 { $needed } 人，用顿号分开。
app-ballot-issued-missing = 只有有权的人投票的方案，纸票要写明发出多少张。
app-ballot-no-papers = 举手表决没有发出的票，也没有无效票。请只填赞成各档的人数和弃权人数。
app-ballot-reason-missing = 每一笔无效票都要写张数和原因。
app-ballot-blank-is-void = 按方案，空白票无效，不算弃权。请把空白票登记为无效，原因写“空白”。
app-ballot-group = 这个方案分组评议：请选定这些票是哪一组的。每组只评方案里它要评的对象。
app-ballot-twice = { $subject } 的票数写了两次。请合成一笔。
app-ballot-answer = 方案里没有这一项或这一档：{ $subject } / { $criterion }。
app-ballot-sum = { $subject } 的 { $criterion } 各档合计 { $counted } 票，与评了这个对象的 { $rated } 票不符。请对照计票单核对。
app-ballot-rated = 评了 { $subject } 的写成 { $rated } 票，最多只能是 { $valid } 票（有效票数，或各项票数之和）。请核对。
app-ballot-nothing = 没有票，或有效票多于评了对象的票。请把每个对象各档的票数填全。
app-ballot-too-many = 手工计票的一个数最多 { $most }。
app-ballot-all-alike = 这些票所有项目都选同一档。按方案，这样的票无效：请登记为无效票，原因写“全部相同”。
app-ballot-crowded = 投票的人（{ $voted }）多于{ $figure }（{ $whole }）。请核对发票数、举手数和到会人数。
app-round-no-ballot = 本轮没有第 { $number } 笔现场计票，或它已经收回。
app-round-done-ballot = 已登记第 { $number } 笔现场计票，票数已计入。
app-round-done-taken-back = 第 { $number } 笔现场计票已收回，不再计入。
app-round-paper-ballots = 各种方式的票数
app-round-paper-ballots-few = 另有纸面或会上的票一并计入。有的方式人数少，不分开公布。
app-round-paper-channel = { $way } { $count }
app-round-paper-channels = { $each }；合计 { $all }
app-round-paper-ballot-group = （{ $name }）
app-round-paper-ballot-issued = 发出 { $count }
app-round-paper-ballot-collected = 收回 { $count }
app-round-paper-ballot-valid = 有效 { $count }
app-round-paper-ballot-void = 无效 { $count }（{ $reason }）
app-round-paper-ballot-abstained = 弃权 { $count }
app-round-paper-ballot = { $way }：{ $figures }；计票：{ $tellers }
app-round-no-proposals = 这个方案不表决提案。
app-round-proposal-not-now = 本轮{ $state }，现在不能记录“{ $step }”。提出和讨论在统计以前记录，少数意见在公示以前，交办在评定以后，执行情况在公示以后。
app-round-proposal-missing = 还没有记录“{ $step }”：{ $names }。请先逐件记录；没有少数意见的写“无”。
app-round-proposal-spoken = 按方案，提案要书面提出。请补书面材料，去掉“口头”再记录。
app-round-proposal-amount-missing = 按方案，提案要写明金额。请填写金额（元，最多两位小数），不用钱的填 0。
app-round-proposal-no-amount = 这个方案的提案没有金额。请去掉金额再记录。
app-round-done-proposal = 已记录{ $step }。
app-round-paper-proposals = 提案
app-round-paper-proposal = { $name }：{ $said }
app-round-proposal-put = 提出人 { $by }
app-round-proposal-put-spoken = 提出人 { $by }（口头）
app-round-proposal-amount = ，金额 { $amount } 元
app-round-proposal-discussed = 讨论情况：{ $said }
app-round-proposal-minority = 少数意见：{ $said }
app-round-proposal-handed = 交 { $to } 执行
app-round-proposal-due = ，{ $day } 前完成
app-round-proposal-executed = 执行情况（{ $day }）：{ $said }
app-round-not-begun = 这一轮评议 { $first } 才开始，现在不能截止。
app-round-still-runs = 评议机收卡到 { $last } 为止，过了这一天才能截止。
app-round-figures-missing = 按方案，截止时要登记：{ $figures }。请补上再截止。
app-round-figures-differ = { $part }（连同相关人数）多于 { $whole }，数字有误。请核对后再登记。
app-round-no-figures = （无）
app-round-and-figure = { $said }、{ $name }
app-round-batches-missing = 这些评议机还没有送来这一轮的评议：{ $devices }。请先同步、装入；确实不再等的，请选“不等”（命令行用 --without-waiting）。
app-round-body-decides = 按方案，等次由考核小组评定。请写明每个对象的等次、组成人员；与得票不同的，写明理由。
app-round-vote-decides = 这个方案没有考核小组，等次由得票决定，不能另行评定。
app-round-members-missing = 请写明考核小组的组成人员。
app-round-no-subject = 方案里没有名为 { $subject } 的评议对象。请核对编号。
app-round-no-grade = 方案里没有名为 { $grade } 的等次。请核对编号。
app-round-grade-missing = { $name } 没有评定等次，或者写了两次。每个对象写一个等次。
app-round-reason-missing = { $name } 的评定等次与得票不同，请写明理由。
app-round-not-told = 结果公示以前，要先告知本人：{ $names }。
app-round-statement-missing = 公示以前，要先收到本人的自我检讨：{ $names }。
app-round-nothing-to-answer = { $name } 还没有被告知结果，或者已经交过一份，没有收下。
app-round-no-statements = 这个方案没有申辩或自我检讨，没有收下。
app-round-objections-over = 异议期已于 { $until } 结束，没有收下。
app-round-no-objection = 没有等待答复的第 { $number } 号异议。
app-round-still-posted = 公示（含异议期）到 { $until } 为止，过了这一天才算期满。
app-round-objection-open = 第 { $number } 号异议还没有答复，不能期满。
app-round-not-reported = 按方案，结果要上报 { $to }，还没有上报，不能期满。
app-round-report-to = 方案没有写上报给谁。请写明。
app-round-section-missing = 按方案，报告要写“{ $heading }”这一节，现在是空的。
app-round-class-missing = 方案没有写归档类别。请写明类别。
app-round-reason-empty = 请写明原因。
app-round-done-stage = 第 { $number } 步已记为完成。
app-round-done-minutes = 会议记录写在 { $path }，请打印签字。
app-round-no-stage = 方案里没有第 { $number } 步。请看 office round show。
app-round-stage-is-done = “{ $name }”已经记过完成。
app-round-document-missing = “{ $name }”要有{ $document }：请写明放在哪里。
app-round-stage-open = “{ $name }”这一步还没有记为完成，先记完再办期满。
app-round-no-sitting = 这个方案不开评议会，没有会议记录。
app-round-not-counted = 统计以后才能写会议记录。
app-round-paper-meeting = 评议会
app-round-paper-meeting-on = 日期：{ $day }
app-round-paper-meeting-hours = 时间：{ $from } 到 { $to }
app-round-paper-meeting-place = 地点：{ $place }
app-round-paper-meeting-item = 议程 { $number }：{ $item }
app-round-paper-meeting-open = 居民可以旁听。
app-round-paper-stages = 步骤
app-round-paper-stage-by = （{ $by }）
app-round-paper-stage-document = ，材料：{ $document }
app-round-paper-stage-due = ，{ $day }前
app-round-paper-stage-done = ，{ $day }完成
app-round-paper-stage-note = ：{ $note }
app-round-paper-stage-late = ，逾期
app-round-paper-organiser = 组织
app-round-paper-chair = 主持
app-round-paper-overseer = 监督
app-round-paper-minutes = { $title }（{ $round }）会议记录
app-round-paper-sum = 计算
app-round-paper-signatures = 签字
app-round-paper-sign-chair = 主持人：________________
app-round-paper-sign-teller = 监票人 { $name }：________________
app-round-paper-sign-tellers = 监票人：________________
app-round-paper-sign-clerk = 记录人：________________
app-slip-sitting-not-opened = 评议会还没有开始。请等主持人宣布开始，再来投票。
app-round-done-announced = 已预告，下一个回程包会带上。
app-round-done-cancelled = 已取消，账本记下了原因。
app-round-done-closed = 已截止。
app-round-done-counted = 已统计，结果成立。
app-round-done-void = 收回的票多于发出的票，这一轮评议无效。
app-round-done-no-quorum = 参加的人不够，这一轮评议不成立，不评等次。
app-round-done-decided = 已评定。
app-round-done-told = 已记下告知本人的日期。
app-round-done-statement = 已收下，密封存档。
app-round-done-posted = 结果已公示，下一个回程包会带上。
app-round-done-corrected = 更正已公示，下一个回程包会带上。
app-round-done-objected = 异议已登记，编号 { $number }。
app-round-done-answered = 异议已答复。
app-round-done-reported = 报告写在 { $path }，账本记下了它的摘要。
app-round-done-settled = 公示期满，没有未答复的异议。
app-round-done-archived = 归档文件夹在 { $path }。
app-round-posts-itself = 方案 { $plan } 的 { $round } 评议要按轮次公示结果：预告、截止、统计、评定以后，用“评议”页或 pingyi office round post。
app-round-paper-announcement = { $title }（{ $round }）评议预告
app-round-paper-whom = 评议对象
app-round-paper-when = 评议时间
app-round-paper-how = 怎样评议
app-round-paper-open = 对所有居民开放，任何人可多次填写。
app-round-paper-days = { $first } 至 { $last }
app-round-paper-from = 从 { $first } 起
app-round-paper-role = { $name }（{ $role }）
app-round-paper-turnout = 参评情况
app-round-paper-body = 考核小组
app-round-paper-decided = { $day } 由{ $body }评定：{ $members }
app-round-paper-decision = 评定
app-round-paper-beside = { $name }：评定 { $grade }（得票 { $vote }）
app-round-paper-grade = { $name }：评定 { $grade }
app-round-paper-reason = 理由：{ $reason }
app-round-paper-posting = 公示
app-round-paper-posted = 公示期：{ $from } 至 { $until }
app-round-paper-objections = 对结果有异议的，请在 { $until } 以前向{ $whom }提出。
app-round-paper-again = 本公示代替第 { $numbers } 号公示。原因：{ $reason }
app-round-paper-correction = { $title }（{ $round }）更正
app-round-paper-corrects = 对第 { $number } 号公示更正如下：
app-round-paper-report = { $title }（{ $round }）评议报告
app-round-paper-to = 报送
app-round-paper-plan = 方案
app-round-paper-round = 时间
app-round-paper-results = 评议结果
app-round-paper-raters = 参评人数
app-round-paper-vote = 得票等次
app-round-paper-why = 理由
app-round-paper-consequences = 结果运用
app-round-paper-consequence = { $name }：{ $text }（依据：{ $proof }）
app-round-paper-objection = 异议
app-round-paper-no-objections = 公示期间没有异议。
app-round-paper-objected = 第 { $number } 号异议：{ $day } 收到，{ $answered } 答复
app-round-paper-handling = 意见办理
app-round-paper-cases = 收到意见 { $received } 件，已答复 { $answered } 件，超期 { $late } 件。
app-round-paper-late = 第 { $number } 号意见：应于 { $due } 答复，实际 { $answered }
app-round-paper-rectification = 整改情况
app-round-paper-measures = 已完成 { $done } 件，整改中 { $underway } 件，未定措施 { $missing } 件；其中超期 { $late } 件
app-round-paper-measures-late = 第 { $number } 号意见：完成期限 { $due }，责任人 { $name }
app-round-paper-revisit = 回访
app-round-paper-revisit-residents = 居民回访 { $all } 份：满意 { $satisfied }，基本满意 { $fairly }，不满意 { $dissatisfied }；满意率 { $rate }（满意加基本满意）
app-round-paper-revisit-staff = 工作人员回访 { $all } 份：满意 { $satisfied }，基本满意 { $fairly }，不满意 { $dissatisfied }；满意率 { $rate }，不计入居民回访
app-round-paper-approve = 审批（{ $name }）：________________
app-round-archive-title = { $title }（{ $round }）归档目录
app-round-archive-kept = 保管
app-round-archive-class = 类别
app-round-archive-term = 保管期限
app-round-archive-for-ever = 永久
app-round-archive-years = { $years } 年
app-round-archive-checked = 核对
app-round-archive-papers = 文件
app-round-archive-number = 序号
app-round-archive-what = 题名
app-round-archive-file = 文件名
app-round-archive-plan = 评议方案
app-round-archive-round = 评议轮次：数字、评定、公示、上报
app-round-archive-counts = 计票
app-round-archive-notice = 公示：{ $title }
app-round-archive-statement = { $name } 的申辩或检讨
app-round-archive-objection = 第 { $number } 号异议和答复
app-round-archive-reply = 第 { $number } 号意见的答复
app-round-archive-report = 评议报告
app-round-archive-original = 评议机 { $device } 第 { $number } 批原件
app-round-archive-ledger = 归档时的账本摘要
app-slips-plan-open = 评议 { $plan } 谁都可以参加，不用评议票。
app-slips-no-round = 评议 { $plan } 没有 { $round } 这一次，或者已经结束，没有印票。请看方案的周期和起止日期。
app-slips-round-open = 评议 { $plan }（{ $round }）已经开始，不能再加票，只能作废。没有票的，用纸质票并写进会议记录。
app-slips-groups = 评议 { $plan } 的分组和输入的不一样，没有印票。方案分组的，每组各写一个张数；不分组的，只写一个张数。
app-slips-number = 每台设备每一组是 { $fewest } 到 { $most } 张，没有印票。人少的组请集中到一台设备上投。
app-slips-file-there = { $path } 已经存在，不覆盖。请换一个文件名。
app-slips-unknown = 输入的第 { $place } 张不是这一次评议的有效票，一张也没有作废。请对着票再看一遍号码和轮次。
app-slips-no-reason = 请写明作废的原因，账本要记。
app-slips-step = 正在计算评议票
app-slips-done-issued = 已为 { $device } 生成 { $number } 张评议票：{ $path }。请打印、裁开、对折后放进碗里抽取，然后删除这个文件：号码不留底，也不能重印。下一个回程包把票的核对清单带到评议机。
app-slips-done-voided = 已作废 { $number } 张，下一个回程包带到评议机。
app-slip-mistyped = 号码不对，请对着票再看一遍（回执号不能用来投票）。票没有用掉。
app-slip-mistyped-group = 号码不对，请看看第 { $group } 组的四个数字。票没有用掉。
app-slip-receipt = 这是回执上的码，不是评议票。查答复请回首页点“查回执”。
app-slip-unknown = 本机没有这张票的记录。请看看票上写的是不是这一项、这一次评议；还不行，请问发票的工作人员。
app-slip-other-device = 这张票请到 { $device } 上投，本机不能用。票没有用掉。
app-slip-voided = 这张票已经作废，不能再用。请向发票的工作人员问一问。
app-slip-used = 这张票已经用过了，每张只能用一次。如果不是您用的，请马上告诉监票人。
app-slip-not-open = 这一次评议现在没有开放：还没到日子，或者已经结束。票没有用掉。
app-office-results-slips = 评议票：发出 { $issued } 张，收回 { $collected } 张，重复使用被拒 { $refused } 张。
app-office-results-open = 本评议对所有居民开放，任何人可多次填写：以下是收到的评议卡，不等于人数。
app-office-results-carried = 含此前不足 { $fewest } 份、顺延到这一次的评议。
app-office-results-withheld = 另有对同一对象不足 { $fewest } 份的没有统计，以免被辨认。
app-office-results-few-ballots = { $name }：{ $stand ->
    [stands] 成立
    [no-quorum] 不成立
    [void] 无效
   *[other] 待定
}，等次 { $grade }（有效票不足 5 张，只公布结论）
app-office-notice-stays = 第 { $number } 号公示不能单独撤下：它已经不再张贴，或者属于一次评议、带有统计数字。评议结果请用 pingyi office round withdraw 撤回。
app-office-answer-left = 第 { $number } 号意见的答复已经随回程包送出，不能再改。请写补充答复。
app-office-answer-waits = 第 { $number } 号意见的答复还在待发，直接修改即可，不必补充。
app-office-done-answer-changed = 第 { $number } 号意见的答复已改好，下一个回程包会带上。
app-office-done-answer-withdrawn = 第 { $number } 号意见的答复已撤回，没有人看到过。
app-office-done-further = 第 { $number } 号意见的第 { $reply } 次答复已写好，下一个回程包会带上。
app-office-done-notice-down = 第 { $number } 号公示已撤下，下一个回程包不再带它。
app-office-reply-numbered = 第 { $number } 次答复：
app-aloud-no-headset = 请先插上耳机，再点“朗读”。
app-aloud-not-started = 朗读程序 { $program } 没有启动（{ $reason }）。请工作人员看看 kiosk.toml。
app-aloud-ended = 朗读程序 { $program } 没有读出来。请工作人员看看声音设备和 kiosk.toml。
