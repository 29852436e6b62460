using System.Data;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Comparisons.Votes;

namespace MultiLLM.Core.Analytics.Store;

/// <summary>Votes of comparisons. They hold nothing that people wrote, and are kept for good.</summary>
internal sealed partial class AnalyticsStore
{
    /// <summary>Keeps what a vote on a prompt says; of two at the same moment the later one.</summary>
    public async ValueTask SetVotesAsync(string comparison, int prompt, IReadOnlyList<PairVote> votes, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        await using var connection = await dialect.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await dialect.LockAsync(connection, transaction, cancellationToken);
        await using (var forget = connection.Command(
            transaction, $"DELETE FROM {AnalyticsSchema.Votes} WHERE comparison = @comparison AND prompt = @prompt", ("@comparison", comparison), ("@prompt", (long)prompt)))
            await forget.ExecuteNonQueryAsync(cancellationToken);
        var insert = new Statement(
            $"""
            INSERT INTO {AnalyticsSchema.Votes} (comparison, prompt, model_a, model_b, task, score, blind, time_ms)
            VALUES (@comparison, @prompt, @a, @b, @task, @score, @blind, @time)
            """,
            [("@comparison", DbType.String), ("@prompt", DbType.Int64), ("@a", DbType.String), ("@b", DbType.String), ("@task", DbType.String),
            ("@score", DbType.Double), ("@blind", DbType.Int64), ("@time", DbType.Int64)]);
        await insert.RunForEachAsync(connection, transaction, votes.Select(vote => (object[])
        [
            comparison, (long)prompt, RecordColumns.Storable(vote.ModelA), RecordColumns.Storable(vote.ModelB), EnumWords<ModelTask>.Of(vote.Task), vote.Score,
            vote.Blind ? 1L : 0L, vote.At.ToUnixTimeMilliseconds(),
        ]), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Added up by pairs of models.</summary>
    /// <param name="task">Null: all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask<IReadOnlyList<PairTally>> VotesAsync(ModelTask? task, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        await using var connection = await dialect.OpenAsync(cancellationToken);
        await using var command = connection.Command($"SELECT model_a, model_b, SUM(score), COUNT(*) FROM {AnalyticsSchema.Votes} WHERE 1 = 1");
        Restrict(command, "task", task is { } known ? EnumWords<ModelTask>.Of(known) : null);
        command.CommandText += " GROUP BY model_a, model_b ORDER BY model_a, model_b";
        var tallies = new List<PairTally>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            tallies.Add(new PairTally(rows.GetString(0), rows.GetString(1), rows.GetDouble(2), rows.GetInt64(3)));
        return tallies;
    }
}
