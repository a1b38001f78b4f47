# paper
paper-too-long = 内容太长（{ $given } 字节），一个二维码放不下。请抄下回执号，凭号同样可以查询。
paper-drawing = 二维码未能生成。请抄下回执号，凭号同样可以查询。
paper-date = { $year }年{ $month }月{ $day }日

paper-receipt-heading = { $community } 评议回执
paper-receipt-number = 回执号：
paper-receipt-plan = 评议：{ $plan }
paper-receipt-reply-by = 写了意见的，{ $date }前答复（含当日）
paper-receipt-reply-by-provisional = 写了意见的，{ $date }前答复（含当日，暂定）
paper-receipt-reply-within = 写了意见的，居委会收到后 { $n } 个工作日内答复
paper-receipt-keep = 凭号在评议机上查询。请保管好，此号不能补办。
paper-receipt-place = 咨询地点：{ $place }
paper-receipt-telephone = 电话：{ $telephone }

paper-recovery-title = 办公室密钥恢复单
paper-recovery-trial = 体验模式：这些密钥不保护任何真实评议。
paper-recovery-intro = 口令全都丢了的时候，这张纸能打开办公室。请打印出来，封好，锁在柜子里，与电脑和密钥副本分开。拿到它和办公室文件夹的人，什么都能打开。
paper-recovery-made = { $date }制作
paper-recovery-fingerprint = 办公室指纹
paper-recovery-fingerprint-text = 与办公室程序屏幕上的一致，密钥就是原来的那一套。
paper-recovery-secret = 恢复码
paper-recovery-secret-text = 十组，每组五位；每组最后一位是校验位，输错了程序会指出是哪一组。
paper-recovery-where = 办公室在哪里
paper-recovery-where-text = 文件夹：{ $folder }
paper-recovery-copy = 请把整个文件夹复制到另一个 U 盘，锁在别处。没有文件夹，这张纸打不开任何东西。
paper-recovery-use = 怎样使用
paper-recovery-use-text = 打开办公室程序，在输入口令的页上点“忘记口令？用恢复单”，输入十组数字，再设一个新口令；也可以运行下面的命令。用过以后会生成一张新的恢复单，这一张作废。
paper-recovery-lost = 如果丢失
paper-recovery-lost-computer = 电脑坏了：把副本复制到新电脑，用本程序打开，输入口令，核对指纹，即可照常使用。
paper-recovery-lost-files = 文件夹的所有副本都丢了，或者口令和本单都丢了：没有人能恢复，开发者也不能。请建立新的办公室，并让每台评议机重新配对。
paper-recovery-lost-stolen = 有人可能拿到了本单：请在程序的“关于”里重新生成恢复单，旧的从此打不开任何东西。文件夹也可能被拿到时，请停用旧办公室，建立新的。
paper-recovery-keeper = 保管人
paper-recovery-copy-place = 副本存放处
paper-recovery-checked = 上次核对日期

paper-slips-title = 评议票 { $plan } { $round } { $device }
paper-slips-kind = 评议票，用一次
paper-slips-trial = 评议票，体验
