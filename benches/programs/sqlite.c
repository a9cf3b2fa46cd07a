// Real program: SQLite, a database in memory: inserts, an index, joins, groups, updates.
//! sources = ["libsqlite3-sys/sqlite3/sqlite3.c"]
//! include = ["libsqlite3-sys/sqlite3"]
//! flags = ["-DSQLITE_THREADSAFE=0", "-DSQLITE_OMIT_LOAD_EXTENSION", "-DSQLITE_OS_OTHER=1", "-DSQLITE_TEMP_STORE=3", "-DSQLITE_OMIT_WAL"]
#include "bench.h"
#include "sqlite3.h"

static int file_name(sqlite3_vfs *vfs, const char *name, int len, char *out) { return sqlite3_snprintf(len, out, "%s", name), SQLITE_OK; }
static int no_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out) { return SQLITE_CANTOPEN; }
static int no_access(sqlite3_vfs *vfs, const char *name, int flags, int *out) { return *out = 0, SQLITE_OK; }
static int seed(sqlite3_vfs *vfs, int len, char *out) { return memset(out, 7, len), len; }
static int now(sqlite3_vfs *vfs, double *out) { return *out = 2460000.5, SQLITE_OK; }
static sqlite3_vfs vfs = {1, 0, 64, 0, "none", 0, no_file, 0, no_access, file_name, 0, 0, 0, 0, seed, 0, now, 0};
int sqlite3_os_init(void) { return sqlite3_vfs_register(&vfs, 1); }
int sqlite3_os_end(void) { return SQLITE_OK; }

static uint64_t sum = FOLD_START;

static int row(void *unused, int columns, char **values, char **names) {
    for (int i = 0; i < columns; i++) sum = values[i] ? fold(sum, values[i], strlen(values[i])) : sum * 3;
    return 0;
}

static void query(sqlite3 *db, const char *sql) {
    char *message = 0;
    if (sqlite3_exec(db, sql, row, 0, &message)) printf("%s: %s\n", sql, message), exit(1);
}

int main(void) {
    sqlite3 *db;
    if (sqlite3_open(":memory:", &db)) return 1;
    query(db, "create table item(id integer primary key, kind int, name text, price real)");
    query(db, "create table sale(item int, day int, count int)");
    query(db, "begin");
    query(db, "with recursive n(i) as (select 1 union all select i+1 from n where i < 20000)"
              " insert into item select i, i * 7919 % 97, printf('name %d', i * 31 % 1000), i * 0.25 from n");
    sqlite3_stmt *insert;
    sqlite3_prepare_v2(db, "insert into sale values(?, ?, ?)", -1, &insert, 0);
    for (int i = 0; i < 60000; i++) {
        sqlite3_bind_int(insert, 1, 1 + random_u32() % 20000);
        sqlite3_bind_int(insert, 2, random_u32() % 365);
        sqlite3_bind_int(insert, 3, random_u32() % 20);
        sqlite3_step(insert), sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    query(db, "commit");
    query(db, "create index sale_item on sale(item)");
    query(db, "select kind, sum(count * price), count(distinct day) from item join sale on item.id = sale.item group by kind order by 2 desc");
    query(db, "select name, count(*) from item where name like '%7%' group by name having count(*) > 3");
    query(db, "update item set price = price * 1.1 where id in (select item from sale where day between 100 and 200)");
    query(db, "select sum(price), max(name), avg(length(name)) from item");
    query(db, "delete from sale where day % 3 = 0");
    query(db, "select day, sum(count) over (order by day rows 10 preceding) from sale order by day, item limit 5000");
    sqlite3_close(db);
    return finish(sum);
}
