# record

record-newer = 这份评议档案由更新版本的程序写成（第 { $found } 步，本程序只认识到第 { $known } 步）。请安装新版本后再打开；档案没有被改动。
record-not-a-record = 这个文件不是评议档案。请检查数据文件夹，或从备份恢复。
record-busy = 另一个程序正在写评议档案。请稍等片刻再试。
record-full = 办公电脑的磁盘已满，这一步没有做。请腾出空间后再试；已有的档案完好。
record-read-only = 评议档案不能写入。请检查数据文件夹的权限后再试。
record-damaged = 评议档案中有一处不是程序写下的样子（应为 { $expected }）。请不要继续，从备份恢复，或运行核验。
record-engine = 评议档案读写出错：{ $reason }。请重试；若再次出现，请检查磁盘。
record-server-not-built-in = 这个程序没有带 PostgreSQL，打不开放在数据库服务器上的评议档案。请安装带 PostgreSQL 的版本；档案没有被改动。
record-server-bad-address = 评议档案的地址读不懂（{ $reason }）。请按 postgres://用户@/数据库?host=/run/postgresql 的写法改 office.toml 里的 record。
record-server-not-local = 评议档案的地址指向另一台电脑（{ $host }）。评议档案只放在本机：请改用本机的套接字或 127.0.0.1。
record-server-unreachable = 连不上本机的数据库服务器（{ $reason }）。请看它是否已经启动，再打开一次；档案没有被改动。
record-server-encoding = 这个数据库不是 UTF-8 编码（{ $encoding }），存不了中文。请另建一个 UTF-8 的数据库。
record-server-no-record = 这个数据库里没有这个社区的评议档案。请核对 office.toml 里的 record，或从备份恢复数据库。
record-server-in-use = 另一个程序正开着这个社区的评议档案。请先关掉那一个，再打开。
record-server-refused = 数据库服务器没有照做：{ $reason }。这一步没有做，档案完好；请重试，若再次出现，请找管理数据库的人。
record-other-content = 设备 { $device } 的第 { $number } 批此前已装入，内容却不同，整批没有装入。请保留这个 U 盘，并核对该设备。
record-broken-chain = 设备 { $device } 的第 { $number } 批与前后批次接不上，整批没有装入。请保留这个 U 盘，并核对该设备。
record-unknown-device = 没有名为 { $device } 的设备。请核对名称。
record-name-taken = 名称 { $device } 已有另一台设备用过。请给新设备换一个名称再配对。
record-unknown-case = 没有第 { $number } 号意见件。请核对编号。
record-already-answered = 第 { $number } 号意见件已经答复，答复发出后不再改动。
record-unknown-plan = 没有编号为 { $plan } 的评议方案。请核对编号。
record-unknown-person = 办公室里没有 { $person } 这个人，或者就是您自己。请核对编号；自己不能停用自己。
record-not-entitled = { $by } 无权做这件事，账本不收。请由在岗的人员来做。
record-old-revision = 评议方案 { $plan } 的第 { $revision } 版不比现有的新。请把 revision 加一后再添加。
record-damaged-row = 评议档案“{ $table ->
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
}”表里的这一行不是程序写下的样子，读不出来：{ $row }。请保留现状，用备份核对。
record-other-than-named = 账本这一条所指的内容与实际内容不同，没有写入。请运行核验，用备份核对。
record-round-stands = 这一轮评议现在是“{ $status }”，这一步没有做。{ $when }
record-round-unknown = 这一轮评议还没有预告，这一步没有做。{ $when }
record-still-kept = 按归档时写的年限，这一轮的材料要保管到 { $until }，还不能销毁。
record-kept-for-ever = 这一轮的材料永久保管，不能销毁。
