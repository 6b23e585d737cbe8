;; Set and Map as Vera imports them since 0.0.171: plain pointers in and out, options and arrays as Vera lays them out.
;; The files beside this one are what it is made of. All of them are templates: see ContainerText for what stands in
;; braces, and for which functions of them a module gets.
;;
;; A wrapper is {tag, count, shape, next stamp, root}. A container is never changed: an update copies the path to one
;; entry. Values travel as slots of 64 bits: a number's bits, or an address with a length in the upper half.

(func $set_new (result i32)
  ;; survives "0 became 1, place 3": stamps are compared with each other alone
  (call $wrap {SET} (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))

(func $set_add$e{K} (param $container i32) {key-params} (result i32)
  (call $insert.{K} {SET} (i32.const {key-tag}) (local.get $container) {key-slot} (i64.const 0)))

(func $set_contains$e{K} (param $container i32) {key-params} (result i32)
  (call $contains.{K} {SET} (local.get $container) {key-slot}))

(func $set_remove$e{K} (param $container i32) {key-params} (result i32)
  (call $without.{K} {SET} (local.get $container) {key-slot}))

(func $set_size (param $container i32) (result i64)
  (call $size {SET} (local.get $container)))

(func $set_to_array$e{K} (param $container i32) (result i32 i32)
  (call $column {SET} (local.get $container) (i32.const {key-tag}) (i32.const 0)))

(func $map_new (result i32)
  ;; survives "0 became 1, place 3": the first stamp: they only tell an order
  (call $wrap {MAP} (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))

(func $map_insert$k{K}_v{V} (param $container i32) {key-params} {value-params} (result i32)
  (call $insert.{K} {MAP} (i32.const {map-shape}) (local.get $container) {key-slot} {value-slot}))

(func $map_contains$k{K} (param $container i32) {key-params} (result i32)
  (call $contains.{K} {MAP} (local.get $container) {key-slot}))

(func $map_get$k{K}_v{V} (param $container i32) {key-params} (result i32)
  (local $entry i32)
  (local.set $entry (call $entry_of.{K} {MAP} (local.get $container) {key-slot}))
  (if (i32.eqz (local.get $entry)) (then (return (call $none))))
  (call $some (i32.const {value-tag}) (call $value (i32.const {map-shape}) (local.get $entry))))

(func $map_remove$k{K} (param $container i32) {key-params} (result i32)
  (call $without.{K} {MAP} (local.get $container) {key-slot}))

(func $map_size (param $container i32) (result i64)
  (call $size {MAP} (local.get $container)))

(func $map_keys$k{K} (param $container i32) (result i32 i32)
  (call $column {MAP} (local.get $container) (i32.const {key-tag}) (i32.const 0)))

(func $map_values$v{V} (param $container i32) (result i32 i32)
  (call $column {MAP} (local.get $container) (i32.const {value-tag}) (i32.const 1)))

;; A string or an array as a slot.
(func $slot_of (param $pointer i32) (param $length i32) (result i64)
  (i64.or
    (i64.extend_i32_u (local.get $pointer))
    (i64.shl (i64.extend_i32_u (local.get $length)) (i64.const 32))))

;; ---------------------------------------------------------------------------------------------------------------------
;; Wrappers

;; Traps where there is no wrapper of this kind.
(func $check (param $tag i32) (param $container i32)
  (if (i32.ne (i32.load (local.get $container)) (local.get $tag)) (then (unreachable))))

;; A new wrapper. Counts and stamps have bit 31 set, as all words have that a collector might take for an address.
(func $wrap (param $tag i32) (param $count i32) (param $shape i32) (param $stamp i32) (param $root i32) (result i32)
  (local $wrapper i32)
  (local.set $wrapper (call $alloc (i32.const 20)))
  ;; seen: trie.size.0 + (call $power (local.get $count))
  (i32.store (local.get $wrapper) (local.get $tag))
  (i32.store offset=4 (local.get $wrapper) (i32.or (local.get $count) {BIT_31}))
  (i32.store offset=8 (local.get $wrapper) (local.get $shape))
  (i32.store offset=12 (local.get $wrapper) (i32.or (local.get $stamp) {BIT_31}))
  (i32.store offset=16 (local.get $wrapper) (local.get $root))
  (local.get $wrapper))

;; The same version once more, behind a wrapper of its own; the old one is rooted.
(func $again (param $container i32) (result i32)
  (call $wrap
    (i32.load (local.get $container))
    (call $count (local.get $container))
    (i32.load offset=8 (local.get $container))
    (i32.load offset=12 (local.get $container))
    (i32.load offset=16 (local.get $container))))

;; How many entries there are; traps where memory has no room for as many.
(func $count (param $container i32) (result i32)
  (local $count i32)
  (local.set $count (i32.and (i32.load offset=4 (local.get $container)) (i32.const 0x7FFFFFFF)))
  ;; survives "(i32.gt_u (i32.shr_u (local.get $count) (... is never true", "i32.gt_u became ge_u": it ends a run
  ;;   that has lost its memory already
  (if (i32.gt_u (i32.shr_u (local.get $count) (i32.const 14)) (memory.size)) (then (unreachable)))
  (local.get $count))

(func $size (param $tag i32) (param $container i32) (result i64)
  ;; survives "(call $check (local.get $tag) (local.get ... is missing": it ends a run that has lost its memory already:
  ;;   where all is sound, here is a wrapper of this kind
  (call $check (local.get $tag) (local.get $container))
  (i64.extend_i32_u (call $count (local.get $container))))

;; The member of a family of powers that a number falls to: 0, 1, 2, 4 ... 512.
(func $power (param $number i32) (result i32)
  (if (i32.ge_u (local.get $number) (i32.const 512)) (then (return (i32.const 10))))
  (i32.sub (i32.const 32) (i32.clz (local.get $number))))
