using MultiLLM.Core.Analytics.Rollups;

namespace MultiLLM.Core.Analytics.Store;

/// <summary>The tables, as steps that each lead from one version to the next. A step that was ever released is never changed.</summary>
internal static class AnalyticsSchema
{
    public const string Meta = "multillm_meta";
    public const string Requests = "multillm_requests";
    public const string Prompts = "multillm_prompts";
    public const string Rollups = "multillm_rollups";
    public const string Runs = "multillm_runs";
    public const string Votes = "multillm_votes";
    public const string Held = "multillm_held";

    /// <summary>Statements of each step; the step at index i leads to version i + 1.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Steps(IStoreDialect dialect) =>
    [
        [
            $"""
            CREATE TABLE {Requests} (
                id {dialect.RowId}, time_ms BIGINT NOT NULL, request_id TEXT NOT NULL, endpoint TEXT NOT NULL, dialect TEXT NOT NULL, key TEXT,
                model_asked TEXT NOT NULL, model_used TEXT, task TEXT, difficulty TEXT, preference TEXT,
                prompt_tokens BIGINT NOT NULL, cached_tokens BIGINT NOT NULL, completion_tokens BIGINT NOT NULL,
                queue_seconds DOUBLE PRECISION, load_seconds DOUBLE PRECISION, time_to_first_token_seconds DOUBLE PRECISION,
                prompt_seconds DOUBLE PRECISION, decode_seconds DOUBLE PRECISION, tokens_per_second DOUBLE PRECISION, total_seconds DOUBLE PRECISION NOT NULL,
                outcome TEXT NOT NULL, finish_reason TEXT, error_code TEXT, stream BIGINT NOT NULL,
                conversation_id TEXT, decision_id TEXT, attempt BIGINT NOT NULL)
            """,
            $"CREATE INDEX {Requests}_time ON {Requests} (time_ms)",
            $"CREATE TABLE {Prompts} (request_id TEXT NOT NULL, time_ms BIGINT NOT NULL, prompt TEXT NOT NULL)",
            $"CREATE INDEX {Prompts}_time ON {Prompts} (time_ms)",
            $"CREATE INDEX {Prompts}_request ON {Prompts} (request_id)",
            $"""
            CREATE TABLE {Rollups} (
                span BIGINT NOT NULL, start_seconds BIGINT NOT NULL, model TEXT NOT NULL, task TEXT NOT NULL, key TEXT NOT NULL, figures {dialect.Bytes} NOT NULL,
                PRIMARY KEY (span, start_seconds, model, task, key))
            """,
            $"CREATE TABLE {Runs} (run TEXT PRIMARY KEY, started_ms BIGINT NOT NULL, settled BIGINT NOT NULL, lost BIGINT NOT NULL)",
        ],
        [
            $"""
            CREATE TABLE {Votes} (
                comparison TEXT NOT NULL, prompt BIGINT NOT NULL, model_a TEXT NOT NULL, model_b TEXT NOT NULL, task TEXT NOT NULL, score DOUBLE PRECISION NOT NULL,
                blind BIGINT NOT NULL, time_ms BIGINT NOT NULL, PRIMARY KEY (comparison, prompt, model_a, model_b))
            """,
            $"CREATE INDEX {Votes}_task ON {Votes} (task)",
            $"""
            CREATE TABLE {Held} (
                start_seconds BIGINT NOT NULL, model TEXT NOT NULL, seconds DOUBLE PRECISION NOT NULL, byte_seconds DOUBLE PRECISION NOT NULL,
                PRIMARY KEY (start_seconds, model))
            """,
        ],
        [
            // Texts used to be kept in clear; none of those is kept.
            $"DROP TABLE {Prompts}",
            $"CREATE TABLE {Prompts} (request_id TEXT NOT NULL, time_ms BIGINT NOT NULL, prompt TEXT NOT NULL, conversation_id TEXT, key TEXT)",
            $"CREATE INDEX {Prompts}_time ON {Prompts} (time_ms)",
            $"CREATE INDEX {Prompts}_request ON {Prompts} (request_id)",
            $"CREATE INDEX {Prompts}_conversation ON {Prompts} (conversation_id)",
            $"CREATE INDEX {Prompts}_key ON {Prompts} (key)",
        ],
        [$"ALTER TABLE {Requests} ADD COLUMN cost DOUBLE PRECISION"],
    ];

    /// <summary>Of a rollup's span, how long it is kept; days are kept for good.</summary>
    public static TimeSpan? MaxAgeOf(RollupSpan span, AnalyticsOptions options) => span switch
    {
        RollupSpan.Minute => options.MinuteMaxAge,
        RollupSpan.Hour => options.HourMaxAge,
        _ => null,
    };
}
