// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.program;

/** A calculator service that is a process. Each implementation decides what the service runs in. */
public interface ServiceProcess extends RunningService {
    /**
     * Asks the service to end, as an operator would, and waits for it.
     *
     * @return the exit code
     */
    int stop();
}
