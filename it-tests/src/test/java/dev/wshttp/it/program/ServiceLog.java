// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.program;

import dev.wshttp.it.process.OutputLines;
import dev.wshttp.security.SecurityFault;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** What a service says on standard error. */
public record ServiceLog(OutputLines output) {
    private static final Duration SOON = Duration.ofSeconds(10);

    /** Returns the line that tells why a message was refused; waits for it. */
    public String refusalOf(String messageId) {
        return output.await(line -> line.contains("WARN") && line.contains("Refused message " + messageId + ":"), SOON);
    }

    /** Returns the code in the line that tells why a message was refused; waits for it. */
    public SecurityFault faultOf(String messageId) {
        String line = refusalOf(messageId);
        var code = Pattern.compile(Pattern.quote("Refused message " + messageId) + ": ([A-Z_]+):")
                .matcher(line);
        if (!code.find()) {
            throw new IllegalStateException("No code in the line '" + line + "'");
        }
        return SecurityFault.valueOf(code.group(1));
    }

    /** Returns the first line with this text; waits for it. */
    public String lineWith(String text) {
        return output.await(line -> line.contains(text), SOON);
    }

    /** Returns all lines until now. */
    public List<String> soFar() {
        return output.soFar();
    }
}
