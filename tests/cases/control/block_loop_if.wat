;; Blocks, loops and both arms of ifs, with parameters and results.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "120\n1\n2\n7\n5\n10\n"
(module
  (func $factorial (param $n i32) (result i32) (local $product i32)
    (local.set $product (i32.const 1))
    (block $done
      (loop $again
        (br_if $done (i32.eqz (local.get $n)))
        (local.set $product (i32.mul (local.get $product) (local.get $n)))
        (local.set $n (i32.sub (local.get $n) (i32.const 1)))
        (br $again)))
    (local.get $product))
  (func $choose (param i32) (result i32)
    (if (result i32) (local.get 0) (then (i32.const 1)) (else (i32.const 2))))
  (func $if_without_else (param i32) (result i32)
    (if (local.get 0) (then (return (i32.const 7))))
    (i32.const 5))
  ;; n + ... + 1: the sum so far is the loop's parameter, carried by its branch.
  (func $sum (param $n i32) (result i32)
    (i32.const 0)
    (loop $again (param i32) (result i32)
      (i32.add (local.get $n))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "test") (result i32 i32 i32 i32 i32 i32)
    (call $factorial (i32.const 5))
    (call $choose (i32.const -1))
    (call $choose (i32.const 0))
    (call $if_without_else (i32.const 1))
    (call $if_without_else (i32.const 0))
    (call $sum (i32.const 4))))
