;; Bugs of the container functions' templates. See HeapPatches for the form.

fault entry-unrooted in $insert.{K}
-  (call $push (local.get $made)) ;; from here on what is newest is kept here, and all else hangs from it
+  (call $push (i32.const 0))

fault cell-unrooted in $boxed
-  (call $push (local.get $box))

fault node-unrooted in $new_node
-  (call $keep (local.get $node))

fault root-unrooted in $insert.{K}
-  (local.set $made
-    (call $wrap
-      (local.get $tag)
+  (call $keep (i32.const 0))
+  (local.set $made
+    (call $wrap
+      (local.get $tag)

fault sentinel-zero in $find.{K}
-  (if (i32.eqz (local.get $node)) (then (return (i32.const 0))))
+  (if (i32.eqz (local.get $node)) (then (return (i32.const 0))))
+  (if (i32.eqz (i32.wrap_i64 (local.get $key))) (then (return (i32.const 0))))

fault nan-unequal in $same.f
-  (i32.or
-    (f64.eq (local.get $l) (local.get $r))
-    (i32.and (f64.ne (local.get $l) (local.get $l)) (f64.ne (local.get $r) (local.get $r)))))
+  (f64.eq (local.get $l) (local.get $r)))

fault zero-sign-kept in $hash.f
-  (if (f64.eq (local.get $value) (f64.const 0)) (then (return (call $hash.i (i64.const 0)))))

fault collision-lost in $pair
-      (return (call $node_of_two (i32.const 2) (local.get $first) (local.get $second)))))
+      (return (call $node_of_one (i32.const 1) (i32.const 0) (local.get $second)))))

fault collision-uncollapsed in $take_from_list.{K}
-  (if (i32.eq (local.get $count) (i32.const 2))
+  (if (i32.const 0)

fault collision-wrong-survivor in $take_from_list.{K}
-      (return (call $other (local.get $list) (local.get $count) (local.get $at)))))
+      (return (call $other (local.get $list) (local.get $count) (i32.sub (i32.const 1) (local.get $at))))))

fault stale-after-removal in $without.{K}
-          (i32.load offset=12 (local.get $container))
-          (local.get $root)))))
+          (i32.load offset=12 (local.get $container))
+          (i32.load offset=16 (local.get $container))))))

fault node-uncollapsed in $take.{K}
-    (then (return (call $take_entry (local.get $node) (local.get $count) (local.get $bit)))))
+    (then
+      (if (local.get $level)
+        (then
+          (return
+            (call $removed
+              (local.get $node) (local.get $count)
+              (i32.xor (local.get $data) (local.get $bit)) (local.get $nodes)
+              (call $rank (local.get $data) (local.get $bit))))))
+      (return (call $take_entry (local.get $node) (local.get $count) (local.get $bit)))))

fault node-shared in $replaced
-  (local.set $made
-    (call $new_node (i32.load (local.get $node)) (i32.load offset=4 (local.get $node)) (local.get $count)))
-  (call $copy (local.get $made) (i32.const 0) (local.get $node) (i32.const 0) (local.get $count))
+  (local.set $made (local.get $node))

fault entry-overwritten in $renewed
-  (if (i32.eqz (call $is_pointer_free (local.get $shape)))
-    (then (local.set $value (call $boxed (call $value_tag (local.get $shape)) (i32.const 1) (local.get $value)))))
-  (call $with_value (local.get $shape) (local.get $entry) (local.get $value)))
+  (if
+    (i32.and
+      (call $is_number (call $value_tag (local.get $shape)))
+      (i32.eqz (call $is_pointer_free (local.get $shape))))
+    (then
+      (i64.store
+        (i32.load (i32.add (local.get $entry) (call $value_offset (local.get $shape))))
+        (local.get $value)))
+    (else
+      (call $set_field
+        (i32.add (local.get $entry) (call $value_offset (local.get $shape)))
+        (local.get $shape) (call $value_tag (local.get $shape)) (local.get $value))))
+  (local.get $entry))

fault position-lost in $with_value
-    (i32.load (local.get $entry))
+    (i32.const -1)

fault duplicate-counted in $insert.{K}
-      (i32.add (call $count (local.get $container)) (i32.eqz (local.get $found)))
+      (i32.add (call $count (local.get $container)) (i32.const 1))

fault key-disguised in $set_field
-    (then (i64.store (local.get $at) (i64.or (local.get $field) (i64.const 0x8000000000000000))))
+    (then (i64.store (local.get $at) (i64.or (local.get $field) (i64.const 0x8000000080000000))))

fault key-disguised in $field
-    (then (return (i64.and (i64.load (local.get $at)) (i64.const 0x7FFFFFFFFFFFFFFF)))))
+    (then (return (i64.and (i64.load (local.get $at)) (i64.const 0x7FFFFFFF7FFFFFFF)))))

fault key-disguised in $key.s
-  (i64.and (i64.load offset=4 (local.get $entry)) (i64.const 0x7FFFFFFFFFFFFFFF)))
+  (i64.and (i64.load offset=4 (local.get $entry)) (i64.const 0x7FFFFFFF7FFFFFFF)))

fault value-cut in $map_insert$k{K}_v{V}
-  (call $insert.{K} {MAP} (i32.const {map-shape}) (local.get $container) {key-slot} {value-slot}))
+  (call $insert.{K} {MAP} (i32.const {map-shape}) (local.get $container) {key-slot}
+    (select
+      {value-slot}
+      (i64.and {value-slot} (i64.const 0xFFFFFFFF))
+      (i32.const {value-tag}))))

fault order-lost in $column
-  (call $sort (local.get $array) (local.get $count))

fault scalars-scanned in $entry
-      (local.set $entry (call $alloc_data (local.get $bytes))))
+      (local.set $entry (call $alloc (local.get $bytes))))

fault entry-pointer-free in $entry
-    (else (local.set $entry (call $alloc (local.get $bytes)))))
+    (else (local.set $entry (call $alloc_data (local.get $bytes)))))

fault node-pointer-free in $new_node
-  (local.set $node (call $alloc (i32.add (i32.const 8) (i32.shl (local.get $count) (i32.const 2)))))
+  (local.set $node (call $alloc_data (i32.add (i32.const 8) (i32.shl (local.get $count) (i32.const 2)))))

fault open-kept in $closed
-  (if (i32.load offset=16 (local.get $open)) (then (call $seal (i32.load offset=16 (local.get $open)))))

fault open-shared in $owned
-  (if (call $room (local.get $node)) (then (return (local.get $node))))
+  (if (local.get $node) (then (return (local.get $node))))

fault open-original in $opened
-  (local.set $made (call $again (local.get $container)))
+  (local.set $made (local.get $container))

fault open-overrun in $build_in
-  (if (i32.ge_u (local.get $count) (call $room (local.get $node)))
+  (if (i32.gt_u (local.get $count) (call $room (local.get $node)))

fault open-entry-unrooted in $build_in
-  (if (i32.ge_u (local.get $count) (call $room (local.get $node)))
+  (local.set $entry (call $counted (local.get $shape) (local.get $open) (local.get $key) (local.get $value)))
+  (if (i32.ge_u (local.get $count) (call $room (local.get $node)))

fault open-entry-unrooted in $build_in
-  (local.set $entry (call $counted (local.get $shape) (local.get $open) (local.get $key) (local.get $value)))
-  (i32.store16 (local.get $node) (i32.or (call $data_map (local.get $node)) (local.get $bit)))
+  (i32.store16 (local.get $node) (i32.or (call $data_map (local.get $node)) (local.get $bit)))

fault open-list-miscounted in $sunk
-      (select
-        (i32.const 1)
-        (call $bit_of
-          (i64.shr_u (local.get $hash) (i64.extend_i32_u (i32.shl (local.get $level) (i32.const 2)))))
-        (i32.eq (local.get $level) {LEVELS}))
+      (call $bit_of
+        (i64.shr_u (local.get $hash) (i64.extend_i32_u (i32.shl (local.get $level) (i32.const 2)))))

fault column-wraps in $new_column
-  (local.set $bytes (i32.mul (local.get $count) (call $stride (local.get $tag))))
+  (local.set $bytes
+    (i32.and (i32.mul (local.get $count) (call $stride (local.get $tag))) (i32.const 0x3FF)))
