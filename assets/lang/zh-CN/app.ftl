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
