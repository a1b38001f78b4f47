# cardbox
cardbox-disk-full = 本机存储空间已满，这张评议卡没有收下。您填写的内容还在屏幕上，请告诉工作人员，同步后即可腾出空间。
cardbox-disk-failed = 本机存储没有响应（{ $reason }）。请告诉工作人员；已经确认收下的评议卡都在。
cardbox-newer = 评议箱由较新的程序写成（版本 { $found }，本程序支持到 { $known }）。请安装较新的程序；内容没有改动。
cardbox-damaged = { $path } 不是完好的评议箱（{ $reason }）。内容没有改动，请保留该文件并联系技术支持。
cardbox-busy = 另一个程序正在使用评议箱，请关闭它后重试。
cardbox-pack-not-newer = 回程包 { $given } 不比已有的回程包 { $held } 新。请向居委会取最新的回程包。
cardbox-no-such-batch = 评议箱里已经没有批次 { $number }。请再同步一次，查看剩余批次。
cardbox-batch-changed = 批次 { $number } 与封存时不一致，没有写出。请保持设备原样并联系技术支持。
cardbox-sheet-size = 密封页有 { $bytes } 字节，评议箱放不下。请少写一些，或请工作人员帮忙。
cardbox-statement = 评议箱有一步没有完成（{ $reason }）。内容没有改动，请重新启动程序后再试。
cardbox-slip-used = 这张评议票已经用过，评议卡没有收下。请询问工作人员。
cardbox-numbers-used-up = 本机的批次编号已经用完，不能再封新的批次；收到的卡都还在本机。请换密钥：换了以后从第 1 批重新编号，卡照样送得走。
