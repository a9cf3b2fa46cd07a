;; A copy and a fill of a constant number of bytes are loads and stores of vectors, the last bytes stored first.
;;! check = "asm"
;;! args = ["--invoke", "move"]
;;! targets = ["x86_64-linux"]
;;! absent = ["User(userextname1)"]
;;! contains = ["0x3fff0018(%r10)\n  movdqu %xmm1, 0x3fff0010(%r10)\n  movdqu %xmm0, 0x3fff0000(%r10)\n"]
(module
  (memory 1)
  (func (export "move") (param $to i32) (param $from i32)
    (memory.copy (local.get $to) (local.get $from) (i32.const 40))
    (memory.fill (local.get $from) (i32.const 0) (i32.const 24))))
