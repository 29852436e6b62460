namespace MultiLLM.Tests.Common;

/// <summary>The PostgreSQL server that postgres.sh starts for the tests.</summary>
internal static class TestPostgres
{
    private const string Variable = "MULTILLM_TEST_POSTGRES";

    /// <summary>An empty schema of its own, as a connection string. Skips the test where there is no server, and fails it on a build server.</summary>
    public static async Task<string> SchemaAsync()
    {
        var server = Environment.GetEnvironmentVariable(Variable) ?? "";
        // On a build server nobody would notice that they did not run.
        Assert.False(server.Length == 0 && Environment.GetEnvironmentVariable("CI") is { Length: > 0 }, $"{Variable} is not set.");
        Assert.SkipWhen(server.Length == 0, $"{Variable} is not set; ./test.sh sets it.");
        var schema = $"t{Guid.NewGuid():N}";
        await using var source = Npgsql.NpgsqlDataSource.Create(server);
        await using var create = source.CreateCommand($"CREATE SCHEMA {schema}");
        await create.ExecuteNonQueryAsync();
        return new Npgsql.NpgsqlConnectionStringBuilder(server) { SearchPath = schema }.ToString();
    }
}
