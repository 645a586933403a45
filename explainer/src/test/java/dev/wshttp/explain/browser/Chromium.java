// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.browser;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page in a Chromium of its own, without a window. Close it. */
public final class Chromium implements AutoCloseable {
    // WCAG 2.2, 1.4.3: luminance of text against what is behind it, for all that has text of its own.
    private static final String LEAST_CONTRAST = """
            (() => {
              const channels = colour => colour.match(/[0-9.]+/g).map(Number);
              const light = colour => channels(colour).slice(0, 3).map(c => c / 255)
                .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
                .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
              const behind = e => { for (let at = e; at; at = at.parentElement) {
                const b = getComputedStyle(at).backgroundColor; const c = channels(b); if (c.length < 4 || c[3] > 0) return b; }
                return 'rgb(255,255,255)'; };
              let least = 21;
              for (const e of document.querySelectorAll('body *')) {
                if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
                if (e.matches('script, style')) continue;
                const style = getComputedStyle(e);
                const a = light(e instanceof SVGElement ? style.fill : style.color), b = light(behind(e));
                least = Math.min(least, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
              }
              return least.toFixed(2);
            })()
            """;
    private static final long SECONDS = 60;
    private static final Pattern ADDRESS = Pattern.compile("DevTools listening on (ws://\\S+)");
    private static final Pattern ID = Pattern.compile("^\\{\"id\":(\\d+)");

    private final Process process;
    private final WebSocket socket;
    private final Answers answers;
    private final AtomicInteger commands = new AtomicInteger();
    private String session = "";

    private Chromium(Process process, WebSocket socket, Answers answers) {
        this.process = process;
        this.socket = socket;
        this.answers = answers;
    }

    /** Returns the program; empty if this machine has none. */
    private static Optional<Path> installed() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Returns the program; if this machine has none, says so in a line, or fails where {@code WSHTTP_REQUIRE_CHROMIUM=true} demands it.
     */
    public static Optional<Path> required() {
        Optional<Path> program = installed();
        if (program.isEmpty()) {
            if ("true".equals(System.getenv("WSHTTP_REQUIRE_CHROMIUM"))) {
                throw new AssertionError("Chromium is required and not installed");
            }
            System.out.println("A page is not tested in a browser: no Chromium is installed.");
        }
        return program;
    }

    /** @param profile the folder of its profile */
    public static Chromium start(Path program, Path profile) throws IOException {
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        var answers = new Answers();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address(process), answers)
                .orTimeout(SECONDS, TimeUnit.SECONDS)
                .join();
        var chromium = new Chromium(process, socket, answers);
        String target = text(chromium.send("Target.createTarget", "{\"url\":\"about:blank\"}"), "targetId");
        chromium.session = text(
                chromium.send("Target.attachToTarget", "{\"flatten\":true,\"targetId\":\"" + target + "\"}"),
                "sessionId");
        List.of("Page", "Network", "Log").forEach(each -> chromium.send(each + ".enable", "{}"));
        return chromium;
    }

    // Standard error is read on, so that the browser never waits for its reader.
    private static URI address(Process process) {
        var address = new CompletableFuture<URI>();
        var reader = new Thread(
                () -> {
                    try (var lines = new BufferedReader(
                            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
                        lines.lines().forEach(line -> {
                            Matcher found = ADDRESS.matcher(line);
                            if (found.find()) {
                                address.complete(URI.create(found.group(1)));
                            }
                        });
                    } catch (IOException ended) {
                        address.completeExceptionally(ended);
                    }
                },
                "chromium-errors");
        reader.setDaemon(true);
        reader.start();
        return address.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    /** Sends a command and returns its answer. */
    public String send(String method, String parameters) {
        int id = commands.incrementAndGet();
        String inSession = session.isEmpty() ? "" : ",\"sessionId\":\"" + session + "\"";
        CompletableFuture<String> answer = answers.to(id);
        socket.sendText(
                        "{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + inSession + "}",
                        true)
                .join();
        return answer.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    void show(Path page) {
        show(page.toUri());
    }

    /** Opens a page and waits until it is there. */
    public void show(URI page) {
        send("Page.navigate", "{\"url\":\"" + page + "\"}");
        evaluate(
                "new Promise(done => document.readyState === 'complete' ? done('') : addEventListener('load', () => done('')))");
    }

    /** Gives the window a size. */
    public void resize(int width, int height) {
        send(
                "Emulation.setDeviceMetricsOverride",
                "{\"width\":" + width + ",\"height\":" + height + ",\"deviceScaleFactor\":1,\"mobile\":false}");
    }

    /** @param colours {@code light} or {@code dark} */
    public void prefer(String colours) {
        send(
                "Emulation.setEmulatedMedia",
                "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + colours + "\"}]}");
    }

    /** Returns the least contrast of a text on the page. */
    public double leastContrast() {
        return Double.parseDouble(evaluate(LEAST_CONTRAST.replace("\n", " ").replace("\"", "'")));
    }

    /** Lets pages of an address use the clipboard. */
    public void allowClipboard(URI address) {
        String origin = address.getScheme() + "://" + address.getAuthority();
        send(
                "Browser.grantPermissions",
                "{\"origin\":\"" + origin + "\",\"permissions\":[\"clipboardReadWrite\",\"clipboardSanitizedWrite\"]}");
        send("Page.bringToFront", "{}");
    }

    /** Clicks on an element as a mouse does. */
    public void click(String element) {
        evaluate("(" + element + ").scrollIntoView()");
        String[] place = evaluate("(r => (r.x + r.width / 2) + ' ' + (r.y + r.height / 2))((" + element
                        + ").getBoundingClientRect())")
                .split(" ", -1);
        for (String kind : List.of("mousePressed", "mouseReleased")) {
            send(
                    "Input.dispatchMouseEvent",
                    "{\"type\":\"" + kind + "\",\"button\":\"left\",\"clickCount\":1,\"x\":" + place[0] + ",\"y\":"
                            + place[1] + "}");
        }
    }

    /** Presses the key Tab. */
    void pressTab() {
        for (String kind : List.of("rawKeyDown", "keyUp")) {
            send(
                    "Input.dispatchKeyEvent",
                    "{\"type\":\"" + kind + "\",\"key\":\"Tab\",\"code\":\"Tab\",\"windowsVirtualKeyCode\":9}");
        }
    }

    /** Returns the value of an expression without double quotes, as text. */
    public String evaluate(String expression) {
        String answer = send(
                "Runtime.evaluate",
                "{\"awaitPromise\":true,\"returnByValue\":true,\"expression\":\"String(await ("
                        + expression.replace("\\", "\\\\") + "))\",\"replMode\":true}");
        return text(answer, "value");
    }

    private static String text(String json, String name) {
        Matcher value = Pattern.compile("\"" + name + "\":\"((?:[^\"\\\\]++|\\\\.)*+)\"")
                .matcher(json);
        if (!value.find()) {
            throw new IllegalStateException("The browser answered without '" + name + "': " + json);
        }
        return value.group(1);
    }

    /** Returns what the browser reported that begins with a method. */
    public List<String> events(String method) {
        return answers.events.stream()
                .filter(each -> each.startsWith("{\"method\":\"" + method))
                .toList();
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        process.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    private static final class Answers implements WebSocket.Listener {
        private final Map<Integer, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();
        private final List<String> events = new CopyOnWriteArrayList<>();
        private final StringBuilder pieces = new StringBuilder();

        CompletableFuture<String> to(int command) {
            return waiting.computeIfAbsent(command, any -> new CompletableFuture<>());
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence piece, boolean last) {
            pieces.append(piece);
            if (last) {
                String message = pieces.toString();
                pieces.setLength(0);
                Matcher id = ID.matcher(message);
                if (id.find()) {
                    to(Integer.parseInt(id.group(1))).complete(message);
                } else {
                    events.add(message);
                }
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }
}
