# paper
paper-too-long = 内容太长（{ $given } 字节），一个二维码放不下。请抄下回执号，凭号同样可以查询。
paper-drawing = 二维码未能生成。请抄下回执号，凭号同样可以查询。
paper-date = { $year }年{ $month }月{ $day }日

paper-receipt-heading = { $community } 评议回执
paper-receipt-number = 回执号：
paper-receipt-plan = 评议：{ $plan }
paper-receipt-reply-by = 答复期限：{ $date }前（含当日）
paper-receipt-reply-by-provisional = 答复期限：{ $date }前（含当日，暂定）
paper-receipt-reply-within = 答复期限：居委会收到后 { $n } 个工作日内
paper-receipt-counted = 评分已计入，无需答复。
paper-receipt-keep = 凭号在评议机上查询。请保管好，此号不能补办。
paper-receipt-place = 咨询地点：{ $place }
paper-receipt-telephone = 电话：{ $telephone }
paper-receipt-signature = 设备签名：

paper-recovery-title = 办公室密钥恢复单
paper-recovery-trial = 体验模式：这些密钥不保护任何真实评议。
paper-recovery-intro = 居民写下的内容只有用这里的密钥才能打开，回程包也由它签名。请打印本单，与密钥副本分开保管。口令不要写在本单上。
paper-recovery-made = { $date }制作
paper-recovery-fingerprint = 办公室指纹
paper-recovery-fingerprint-text = 与办公室程序屏幕上的一致，密钥就是原来的那一套。
paper-recovery-where = 密钥在哪里
paper-recovery-where-text = 文件夹：{ $folder }
paper-recovery-signing = 给回程包签名
paper-recovery-opening = 打开密封的评议
paper-recovery-copy = 两个文件都用口令加密。请把整个文件夹复制到另一个 U 盘，锁在别处。
paper-recovery-check = 没有本程序也能打开
paper-recovery-check-text = 在文件夹里输入下面的命令，再输入口令。两次都列出密钥，说明副本和口令都是好的。建议每年查一次。
paper-recovery-lost = 如果丢失
paper-recovery-lost-computer = 电脑坏了：把副本复制到新电脑，用本程序打开，输入口令，核对指纹，即可照常使用。
paper-recovery-lost-files = 密钥文件或口令全部丢失：没有人能恢复，开发者也不能。已经装入的评议档案仍在；尚未装入的评议不能再打开。请建立新的办公室，并让每台评议机重新配对。
paper-recovery-lost-stolen = 有人可能拿到了文件和口令：请停用旧办公室，建立新的，并让每台评议机重新配对。
paper-recovery-keeper = 保管人
paper-recovery-copy-place = 副本存放处
paper-recovery-checked = 上次核对日期
