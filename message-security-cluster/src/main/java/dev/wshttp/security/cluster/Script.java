// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The steps that a store does as a whole, in Lua. Each of them is one round trip. All but {@link #JOIN} begin with a look at the record of the memory: in a
 * store that was emptied or taken over the epoch is another one, and nothing is done. Times are the store's.
 */
enum Script {
    /**
     * Joins the memory, or begins one. Keys: record. Arguments: run of the server, new epoch, new fingerprint key, replicas that confirm, 1 if the server
     * ran already when it was heard last, replicas that it has, its replication id, the one that it had before it was promoted, and how many
     * entries it has evicted. Returns epoch, since
     * when it is complete, fingerprint key, how many replicas there were at most, and the time, both times in milliseconds.
     */
    JOIN(Effect.LOCAL, """
            local r = redis.call('HMGET', KEYS[1], 'epoch', 'run', 'since', 'key', 'replicas', 'most', 'replid', 'evicted')
            local t = redis.call('TIME')
            local now = string.format('%.0f', t[1] * 1000 + math.floor(t[2] / 1000))
            if not r[1] then
              redis.call('HSET', KEYS[1], 'epoch', ARGV[2], 'run', ARGV[1], 'since', now, 'key', ARGV[3],
                'replicas', ARGV[4], 'most', ARGV[6], 'replid', ARGV[7], 'evicted', ARGV[9])
              return {ARGV[2], now, ARGV[3], ARGV[6], now}
            end
            local kept = tonumber(r[5])
            local had = tonumber(r[6] or 0)
            local most = string.format('%.0f', math.max(had, tonumber(ARGV[6])))
            local same = r[2] == ARGV[1] and r[7] == ARGV[7] and r[8] == ARGV[9]
            local moved = kept > 0 and kept >= had and ARGV[5] == '1' and ARGV[8] ~= '' and r[7] == ARGV[8]
            if same or moved then
              redis.call('HSET', KEYS[1], 'run', ARGV[1], 'replid', ARGV[7], 'most', most, 'evicted', ARGV[9],
                'replicas', math.min(kept, tonumber(ARGV[4])))
              return {r[1], r[3], r[4], most, now}
            end
            local since = string.format('%.0f', math.max(tonumber(r[3]), tonumber(now)))
            redis.call('HSET', KEYS[1], 'epoch', ARGV[2], 'run', ARGV[1], 'since', since, 'replicas', ARGV[4],
              'most', ARGV[6], 'replid', ARGV[7], 'evicted', ARGV[9])
            return {ARGV[2], since, r[4], ARGV[6], now}
            """),
    /** Checks that the memory is the same. Keys: record. Arguments: epoch. Returns the time in milliseconds. */
    CHECK(Effect.NONE, """
            local t = redis.call('TIME')
            return t[1] * 1000 + math.floor(t[2] / 1000)
            """),
    /** Takes note of how many replicas the server has. Keys: record. Arguments: epoch, replicas. Returns how many there were at most. */
    REPLICAS(Effect.LOCAL, """
            local most = math.max(tonumber(redis.call('HGET', KEYS[1], 'most') or 0), tonumber(ARGV[2]))
            redis.call('HSET', KEYS[1], 'most', most)
            return most
            """),
    /** Remembers a message. Keys: record, message, ended context if there is one. Arguments: epoch, milliseconds. Returns 0, 1 if seen, 2 if ended. */
    ADMIT(Effect.LASTING, """
            if KEYS[3] and redis.call('EXISTS', KEYS[3]) == 1 then return 2 end
            if redis.call('SET', KEYS[2], '', 'NX', 'PX', ARGV[2]) then return 0 end
            return 1
            """),
    /** Ends a context. Keys: record, ended context. Arguments: epoch, milliseconds. Returns 1 the first time. */
    END(Effect.LASTING, """
            if redis.call('SET', KEYS[2], '', 'NX', 'PX', ARGV[2]) then return 1 end
            return 0
            """),
    /** Looks a context up. Keys: record, ended context. Arguments: epoch. Returns 1 if it ended. */
    HAS_ENDED(Effect.NONE, "return redis.call('EXISTS', KEYS[2])"),
    /** Counts. Keys: record, counter. Arguments: epoch, milliseconds. Returns the count. */
    COUNT(Effect.LOCAL, """
            local n = redis.call('INCR', KEYS[2])
            if n == 1 then redis.call('PEXPIRE', KEYS[2], ARGV[2]) end
            return n
            """),
    /**
     * Takes from an allowance (GCRA: the entry is the time at which all of it is there again). Keys: record, bucket. Arguments: epoch, microseconds for
     * one, microseconds that are kept. Returns 1 if it was taken.
     */
    TAKE(Effect.LOCAL, """
            local t = redis.call('TIME')
            local now = t[1] * 1000000 + t[2]
            local full = math.max(tonumber(redis.call('GET', KEYS[2]) or 0), now) + tonumber(ARGV[2])
            if full - now > tonumber(ARGV[3]) then return 0 end
            redis.call('SET', KEYS[2], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000) + 1000)
            return 1
            """),
    /** Takes or keeps a place. Keys: record, places. Arguments: epoch, holder, milliseconds, how many there are. Returns 1 if it is held. */
    HOLD(Effect.LOCAL, """
            local t = redis.call('TIME')
            local now = t[1] * 1000 + math.floor(t[2] / 1000)
            redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
            if not redis.call('ZSCORE', KEYS[2], ARGV[2]) and redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[4]) then return 0 end
            redis.call('ZADD', KEYS[2], now + tonumber(ARGV[3]), ARGV[2])
            if redis.call('PTTL', KEYS[2]) < tonumber(ARGV[3]) then redis.call('PEXPIRE', KEYS[2], ARGV[3]) end
            return 1
            """),
    /** Frees a place. Keys: record, places. Arguments: epoch, holder. */
    RELEASE(Effect.LOCAL, "return redis.call('ZREM', KEYS[2], ARGV[2])"),
    /** Tells that an instance has a negotiation. Keys: record, negotiation. Arguments: epoch, instance, milliseconds. Returns 1 if it had none. */
    BEGUN(Effect.LOCAL, """
            if redis.call('SET', KEYS[2], ARGV[2], 'NX', 'PX', ARGV[3]) then return 1 end
            return 0
            """),
    /**
     * Publishes a leg to the instance that has the negotiation. Keys: record, negotiation. Arguments: epoch, own instance, beginning of the channels' names,
     * leg. Returns how many received it, times 2^24, and 24 bits of the name of the other instance; -1 if no other one has the negotiation.
     */
    HAND_OVER(Effect.NONE, """
            local owner = redis.call('GET', KEYS[2])
            if not owner or owner == ARGV[2] then return -1 end
            return redis.call('PUBLISH', ARGV[3] .. owner, ARGV[4]) * 16777216 + tonumber(string.sub(owner, 1, 6), 16)
            """);

    /** What becomes of a script's work. */
    enum Effect {
        /** It writes nothing. */
        NONE,
        /** It writes what may be lost with the server. */
        LOCAL,
        /** It writes what must not be lost. */
        LASTING
    }

    private final Effect effect;
    private final String text;
    private final String digest;

    Script(Effect effect, String text) {
        this.effect = effect;
        this.text = name().equals("JOIN") ? text : sameEpoch() + text;
        this.digest = sha1(this.text);
    }

    Effect effect() {
        return effect;
    }

    /** Returns the text in Lua. */
    String text() {
        return text;
    }

    /** Returns the name under which a server has it that loaded it: SHA-1 of the text. */
    String digest() {
        return digest;
    }

    // A constant of this enum is not there yet while its constructors run.
    private static String sameEpoch() {
        return "if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[1] then return " + Epoch.OTHER + " end\n";
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-1", impossible);
        }
    }
}
