;; A hint that is wrong, and one on no branch, change nothing but where code lies.
;;! check = "run"
;;! exit = 55
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (func $sum (param $n i32) (result i32) (local $sum i32)
    loop $again
      local.get $n
      (@metadata.code.branch_hint "\00")
      if
        (local.set $sum (i32.add (local.get $sum) (local.get $n)))
        (local.set $n (i32.sub (local.get $n) (i32.const 1)))
        i32.const 1
        (@metadata.code.branch_hint "\00")
        br_if $again
      else
        (@metadata.code.branch_hint "\01")
        nop
        i32.const 0
        (@metadata.code.branch_hint "\01")
        br_if $again
      end
    end
    local.get $sum)
  (func (export "_start") (call $proc_exit (call $sum (i32.const 10)))))
