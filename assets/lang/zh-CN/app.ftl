# app
app-file = 无法使用 { $path }：{ $reason }。请检查磁盘空间和写入权限，然后重试。
app-damaged = { $path } 的内容与本程序写入的不一致。请不要改动它，用备份恢复该文件夹，或联系居委会。
app-not-paired = 本机还没有与居委会配对。请插入带有回程包的 U 盘，然后选择配对。
app-already-paired = 本机已经与一个居委会配对。如需更换，请先同步，再换用新的数据文件夹启动。
app-plan-not-open = 评议 { $plan } 今天不收评议卡，请选择其他评议。
app-card-not-fit = 评议卡与评议方案不一致（{ $reason }）。请重新填写一张。
app-pin-shape = 口令为 4 至 12 位数字，请重新设置。
app-machine = 本机的一步计算没有完成（{ $what }）。请重新启动，内容不会丢失。
app-settings-unreadable = 无法读取 { $file }：{ $reason }。请检查路径；不指定文件时使用默认设置。
app-settings-syntax = { $file } 第 { $line } 行不是有效的 TOML（{ $reason }）。请写成：名称 = 值
app-settings-unknown-key = { $file } 第 { $line } 行：没有名为 { $key } 的设置。最接近的是 { $nearest }，请改正名称或删除这一行。
app-settings-bad-value = { $file } 第 { $line } 行：{ $key } 不能是 { $given }。可以使用：{ $allowed }

app-office-trial-name = 体验社区
app-office-trial-place = 体验社区居委会服务大厅
app-office-already-there = { $path } 中已经有一个居委会档案。请直接打开它，或者换一个空文件夹。
app-office-none = { $path } 中没有居委会档案。请检查文件夹，或者先新建。
app-office-name-missing = 还没有填写社区名称。请填写居民熟悉的名称。
app-office-passphrase-short = 口令太短。请使用至少 { $least } 个字符，例如几个词连在一起。
app-office-not-enrolled = 设备 { $device } 没有提出加入申请。请先在该设备上同步一次，再插入 U 盘接收。
app-office-fingerprint-differs = 输入的指纹与设备 { $device } 的不一致，没有接受。请对照设备工作人员页面上的指纹再核对一遍。
app-office-not-accepted = 设备 { $device } 还没有被接受，这一批没有计入。请核对指纹并接受设备，然后再次接收。
app-office-revoked = 设备 { $device } 已停用，这一批没有计入。如需继续使用，请重新核对指纹并接受设备。
app-office-nothing-to-post = 评议 { $plan } 还没有可以公示的结果。请等评议卡收齐后再公示。
app-office-text-empty = 内容是空的。请写几个字再保存。
app-office-differs-batch = 批次 { $place }：原始文件为 { $expected }，档案中为 { $found }。请保留现状，用备份核对。
app-office-differs-count = 计数 { $place }：按原始批次应为 { $expected }，档案中为 { $found }。请以原始批次为准，用备份核对。
app-office-differs-raters = 人数 { $place }：按原始批次应为 { $expected }，档案中为 { $found }。请以原始批次为准，用备份核对。
app-office-differs-case = 意见件 { $place }：按原始批次应为 { $expected }，档案中为 { $found }。请保留现状，用备份核对。
app-office-differs-sheet = 评议页 { $place }：按原始批次应为 { $expected }，档案中为 { $found }。请保留现状，用备份核对。
app-office-differs-ledger = 台账 { $place }：应为 { $expected }，档案中为 { $found }。请保留现状，用备份核对。
app-office-step-copy = 正在从 U 盘复制 { $file }
app-office-step-count = 正在清点 { $file }
