;; A load has the address of an access behind it and a displacement, if nobody could see what is in between; not if a
;; store is.
;;! check = "asm"
;;! args = ["--invoke", "sum"]
;;! targets = ["x86_64-linux"]
;;! contains = [
;;!   "  movq 0x3fff0008(%rcx), %rax\n  movq 0x3fff0000(%rcx), %rcx\n",
;;!   "  leal 8(%rsi), %edi\n  movq 0x3fff0000(%rdi), %rdi\n",
;;! ]
(module
  (memory 1)
  (func (export "sum") (param $p i32) (param $q i32) (result i64)
    (i64.add
      (i64.add
        (i64.load (i32.add (local.get $p) (i32.const 8)))
        (i64.load (local.get $p)))
      (call $stored (local.get $q))))
  (func $stored (param $q i32) (result i64) (local $loaded i64)
    (local.set $loaded (i64.load (i32.add (local.get $q) (i32.const 8))))
    (i64.store (i32.const 0) (local.get $loaded))
    (i64.load (local.get $q))))
