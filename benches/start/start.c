// Commands in; how long each takes from its start to its exit, in nanoseconds, out: a line of all of them for
// each round. They run in turn, each round in another order, with /dev/null for input, output and errors.
//
//   start ROUNDS [<FILE] COMMAND [ARGUMENT]... [-- [<FILE] COMMAND [ARGUMENT]...]...
//
// With `<FILE` the command has that file as its input.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 32 };

extern char **environ;

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

// Answers nanoseconds, or -1.
static long long run(char **command, int input) {
    long long start = now();
    int status;
    pid_t child = vfork();
    if (child == 0) {
        if (input >= 0) {
            dup2(input, 0);
        }
        execve(command[0], command, environ);
        _exit(127);
    }
    if (child < 0 || waitpid(child, &status, 0) < 0 || status != 0) {
        return -1;
    }
    return now() - start;
}

int main(int count, char **arguments) {
    char **commands[MOST];
    int inputs[MOST], order[MOST];
    int known = 0;
    for (int at = 2; at < count; at++) {
        if (known == MOST) {
            fprintf(stderr, "no more than %d commands\n", MOST);
            return 2;
        }
        inputs[known] = -1;
        if (arguments[at][0] == '<') {
            inputs[known] = open(arguments[at] + 1, O_RDONLY | O_CLOEXEC);
            if (inputs[known] < 0) {
                perror(arguments[at] + 1);
                return 2;
            }
            at++;
        }
        order[known] = known;
        commands[known++] = arguments + at;
        while (at < count && strcmp(arguments[at], "--") != 0) {
            at++;
        }
        arguments[at] = NULL;
    }
    FILE *results = fdopen(fcntl(1, F_DUPFD_CLOEXEC, 3), "w");
    FILE *errors = fdopen(fcntl(2, F_DUPFD_CLOEXEC, 3), "w");
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (known == 0 || results == NULL || errors == NULL || null < 0) {
        return 2;
    }
    for (int fd = 0; fd < 3; fd++) {
        dup2(null, fd);
    }
    for (int round = 0; round < atoi(arguments[1]); round++) {
        long long times[MOST];
        for (int turn = 0; turn < known; turn++) {
            int other = turn + rand() % (known - turn), at = order[other];
            order[other] = order[turn];
            order[turn] = at;
            times[at] = run(commands[at], inputs[at]);
            if (times[at] < 0) {
                fprintf(errors, "%s failed\n", commands[at][0]);
                return 1;
            }
        }
        for (int at = 0; at < known; at++) {
            fprintf(results, "%lld%c", times[at], at + 1 < known ? ' ' : '\n');
        }
    }
    return 0;
}
