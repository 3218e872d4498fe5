/* The register of settings: one line adds one. Included with X defined, nothing else.
 *   X(ID, key, type, default, min, max, choices, help)
 * default is written as in the file; min and max bound INT (plain) and DURATION (ms); choices is
 * "a|b|c" for CHOICE, else NULL; help is one sentence for klamm config and the help pane. */
/* clang-format off */
X(CLUSTER,         "default-cluster", TEXT,     "",        0, 0, NULL, "the cluster to open when none is named on the command line; one alone is the default by itself")
X(THEME,           "theme",           TEXT,     "dark",    0, 0, NULL, "a theme by its file's name without .yaml; your own go into the themes directory next to this file")
X(COLOUR,          "colour",          CHOICE,   "auto",    0, 0, "auto|always|never", "auto: as the terminal can and NO_COLOR allows")
X(GLYPHS,          "glyphs",          CHOICE,   "auto",    0, 0, "auto|utf8|ascii", "line and chart glyphs; auto: by the locale")
X(CHARTS,          "charts",          CHOICE,   "braille", 0, 0, "braille|block", "what charts are made of where glyphs are allowed: dots, or bars for fonts without them")
X(MOUSE,           "mouse",           BOOL,     "true",    0, 0, NULL, "click, wheel and column headers; false leaves the mouse to the terminal")
X(CONFIRM,         "confirm",         BOOL,     "true",    0, 0, NULL, "ask y/N before reversible changes; what is irreversible or on a typed cluster always asks")
X(TIME,            "time",            CHOICE,   "local",   0, 0, "local|utc", "the zone instants are shown in")
X(HIGHLIGHT,       "highlight",       DURATION, "1s",      0, 60000, NULL, "how long a changed cell is highlighted; 0 turns it off")
X(REFRESH,         "refresh",         DURATION, "2s",      200, 3600000, NULL, "the pace of what is on the screen: twice as long, and everything is requested half as often")
X(CONNECT_TIMEOUT, "connect-timeout", DURATION, "5s",      100, 300000, NULL, "after this long a connection attempt counts as failed and says why; it keeps trying")
X(REQUEST_TIMEOUT, "request-timeout", DURATION, "10s",     500, 300000, NULL, "how long one answer of a broker may take")
X(SECRET_TIMEOUT,  "secret-timeout",  DURATION, "10s",     100, 300000, NULL, "how long a {command: …} may take to print a secret")
X(INFLIGHT,        "inflight",        INT,      "32",      1, 256, NULL, "requests under way at once, per cluster")
X(SAMPLE,          "sample",          DURATION, "10s",     200, 600000, NULL, "how often groups are sampled for rates, trends and verdicts while they are on the screen, and by klamm sample")
X(SAMPLE_IDLE,     "sample-idle",     DURATION, "1m",      0, 3600000, NULL, "how often they are sampled while the console shows something else; 0: not at all")
X(HISTORY,         "history",         INT,      "1000",    0, 100000, NULL, "lines of : and / history kept between sessions")
/* clang-format on */
