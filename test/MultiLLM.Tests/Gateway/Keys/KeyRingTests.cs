using System.Collections.Frozen;
using Microsoft.Data.Sqlite;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Keys;
using MultiLLM.Core.Gateway.Limits;

namespace MultiLLM.Tests.Gateway.Keys;

/// <summary>What both databases must do.</summary>
public abstract class KeyRingTests
{
    private protected abstract Task<KeyRig> RigAsync();

    [Fact]
    public async Task Create_EverythingSaid_ComesBackTheSameFromTheDatabase()
    {
        await using var rig = await RigAsync();
        var order = new KeyOrder
        {
            Name = "größte \"Berichte\" '; DROP TABLE multillm_keys; --",
            Role = CallerRole.ReadOnly,
            ExpiresAt = rig.Time.GetUtcNow().AddDays(1),
            Models = new[] { "a", "b'c" }.ToFrozenSet(),
            Preference = "quality",
            Limits = new KeyLimits { RequestsPerMinute = 5, TokensPerDay = long.MaxValue, Priority = RequestPriority.High },
        };
        var key = (await rig.Ring.CreateAsync(order, KeyRig.Admin, default)).OrThrow().Key;
        await using var other = rig.Another();

        var found = (await other.Ring.FindAsync(key.Id, default)).OrThrow();

        Assert.Equal(key with { Models = null }, found with { Models = null });
        Assert.Equal(["a", "b'c"], found.Models!.Order());
    }

    [Fact]
    public async Task List_SeveralKeys_AreTheNewestFirstWithRevokedOnes()
    {
        await using var rig = await RigAsync();
        var first = await rig.CreateAsync("first");
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        await rig.CreateAsync("second");
        await rig.Ring.RevokeAsync(first.Key.Id, KeyRig.Admin, default);

        var keys = (await rig.Ring.ListAsync(default)).OrThrow();

        Assert.Equal(["second", "first"], keys.Select(key => key.Name));
        Assert.Equal(rig.Time.GetUtcNow(), keys[1].RevokedAt);
    }

    [Theory]
    [InlineData("")]
    [InlineData("key-")]
    [InlineData("key-zzzzzzzz")]
    [InlineData("' OR '1'='1")]
    [InlineData("key-' OR '1'='1")]
    [InlineData("key-%")]
    [InlineData("key-________")]
    public async Task AnyAct_IdOfNoKey_IsNotFoundAndChangesNothing(string id)
    {
        await using var rig = await RigAsync();
        await rig.CreateAsync();

        Assert.Equal(ErrorCode.KeyNotFound, (await rig.Ring.FindAsync(id, default)).Error?.Code);
        Assert.Equal(ErrorCode.KeyNotFound, (await rig.Ring.RevokeAsync(id, KeyRig.Admin, default)).Error?.Code);
        Assert.Equal(ErrorCode.KeyNotFound, (await rig.Ring.RotateAsync(id, TimeSpan.Zero, KeyRig.Admin, default)).Error?.Code);
        Assert.Equal(ErrorCode.KeyNotFound, (await rig.Ring.ChangeAsync(id, key => key with { Role = CallerRole.Admin }, KeyRig.Admin, default)).Error?.Code);
        var only = Assert.Single((await rig.Ring.ListAsync(default)).OrThrow());
        Assert.True(only is { RevokedAt: null, RotatedAt: null, Role: CallerRole.User });
    }

    [Fact]
    public async Task Change_TriesToBecomeAnotherKey_ChangesWhatMayChangeOnly()
    {
        await using var rig = await RigAsync();
        var key = (await rig.CreateAsync()).Key;

        var changed = (await rig.Ring.ChangeAsync(
            key.Id, before => before with { Name = "new", Prefix = "zzzzzzzz", CreatedAt = default, RevokedAt = rig.Time.GetUtcNow() }, KeyRig.Admin, default)).OrThrow();

        Assert.Equal(key with { Name = "new" }, changed);
        Assert.Equal(changed, (await rig.Ring.FindAsync(key.Id, default)).OrThrow());
    }

    [Fact]
    public async Task ChangeAndRotate_RevokedKey_AreRefused()
    {
        await using var rig = await RigAsync();
        var id = (await rig.CreateAsync()).Key.Id;
        await rig.Ring.RevokeAsync(id, KeyRig.Admin, default);

        Assert.Equal(ErrorCode.InvalidRequest, (await rig.Ring.ChangeAsync(id, key => key, KeyRig.Admin, default)).Error?.Code);
        Assert.Equal(ErrorCode.InvalidRequest, (await rig.Ring.RotateAsync(id, TimeSpan.Zero, KeyRig.Admin, default)).Error?.Code);
    }

    [Fact]
    public async Task Revoke_ASecondTime_KeepsTheFirstTimeAndIsToldOnce()
    {
        await using var rig = await RigAsync();
        var id = (await rig.CreateAsync()).Key.Id;
        var first = (await rig.Ring.RevokeAsync(id, KeyRig.Admin, default)).OrThrow();
        rig.Time.Advance(TimeSpan.FromHours(1));

        var second = (await rig.Ring.RevokeAsync(id, KeyRig.Admin, default)).OrThrow();

        Assert.Equal(first.RevokedAt, second.RevokedAt);
        Assert.Single(rig.Audit.Entries, entry => entry.Action == AuditActions.KeyRevoked);
    }

    [Fact]
    public async Task EachAct_IsToldToTheAuditLogWithoutTheSecret()
    {
        await using var rig = await RigAsync();
        var created = await rig.CreateAsync();
        await rig.Ring.ChangeAsync(created.Key.Id, key => key with { Name = "other" }, KeyRig.Admin, default);
        var rotated = (await rig.Ring.RotateAsync(created.Key.Id, TimeSpan.FromHours(1), KeyRig.Admin, default)).OrThrow();
        await rig.Ring.RevokeAsync(created.Key.Id, KeyRig.Admin, default);

        Assert.Equal([AuditActions.KeyCreated, AuditActions.KeyChanged, AuditActions.KeyRotated, AuditActions.KeyRevoked], rig.Audit.Entries.Select(entry => entry.Action));
        Assert.All(rig.Audit.Entries, entry => Assert.Equal((created.Key.Id, "test", "done"), (entry.Subject, entry.Actor, entry.Outcome)));
        var told = string.Join('\n', rig.Audit.Entries.SelectMany(entry => entry.Details.Values).Concat(rig.Audit.Entries.Select(entry => entry.ToString())));
        Assert.DoesNotContain(created.Secret.Reveal()[^40..], told, StringComparison.Ordinal);
        Assert.DoesNotContain(rotated.Secret.Reveal()[^40..], told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_TwentyOfSeveralGatewaysAtOnce_AllCount()
    {
        await using var rig = await RigAsync();
        await rig.CreateAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, 5), async (_, _) =>
        {
            await using var other = rig.Another();
            for (var i = 0; i < 4; i++)
                await other.CreateAsync();
        });

        Assert.Equal(21, (await rig.Ring.ListAsync(default)).OrThrow().Count);
    }

    [Fact]
    public async Task Create_SeveralGatewaysThatFindNoDatabase_AllCount()
    {
        await using var rig = await RigAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, 8), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) =>
        {
            await using var other = rig.Another();
            await other.CreateAsync();
        });

        Assert.Equal(8, (await rig.Ring.ListAsync(default)).OrThrow().Count);
    }

    [Fact]
    public async Task Uses_AreWrittenAndNeverGoBack()
    {
        await using var rig = await RigAsync();
        await using var other = rig.Another();
        var key = await rig.CreateAsync();
        await rig.AskAsync(key);
        rig.Time.Advance(TimeSpan.FromMinutes(1));
        await other.AskAsync(key);
        var last = rig.Time.GetUtcNow();
        (await other.Uses.WriteAsync(default)).OrThrow();
        (await rig.Uses.WriteAsync(default)).OrThrow();
        await using var third = rig.Another();

        Assert.Equal(last, (await third.Ring.FindAsync(key.Key.Id, default)).OrThrow().LastUsedAt);
    }
}

public sealed class SqliteKeyRingTests : KeyRingTests
{
    private protected override Task<KeyRig> RigAsync() => Task.FromResult(KeyRig.Sqlite());

    [Fact]
    public async Task Database_HoldsNoSecretAndOnlyItsOwnerMayReadIt()
    {
        await using var rig = KeyRig.Sqlite();
        var key = await rig.CreateAsync();

        var text = string.Concat((await File.ReadAllBytesAsync(rig.Path)).Concat(await File.ReadAllBytesAsync(rig.Path + "-wal")).Select(one => (char)one));

        Assert.Contains(key.Key.Prefix, text, StringComparison.Ordinal);
        Assert.DoesNotContain(key.Secret.Reveal()[^40..], text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(rig.Path));
    }

    [Theory]
    [InlineData("role", "superuser")]
    [InlineData("limits", "{\"unlimited\":true}")]
    [InlineData("limits", "null")]
    [InlineData("models", "{}")]
    public async Task Look_AKeyThatMakesNoSense_IsTroubleAndNotAKeyThatMayMore(string column, string value)
    {
        await using var rig = KeyRig.Sqlite();
        await rig.CreateAsync();
        await using (var connection = new SqliteConnection($"Data Source={rig.Path}"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = $"UPDATE multillm_keys SET {column} = @value; UPDATE multillm_gateway_meta SET value = value + 1 WHERE name = 'keys_changes'";
            command.Parameters.AddWithValue("@value", value);
            await command.ExecuteNonQueryAsync();
        }

        Assert.Equal(ErrorCode.GatewayStoreUnavailable, (await rig.Ring.ListAsync(default)).Error?.Code);
    }

    [Fact]
    public async Task Prepare_ADatabaseOfANewerProgram_IsLeftAlone()
    {
        await using var rig = KeyRig.Sqlite();
        await rig.CreateAsync();
        await using (var connection = new SqliteConnection($"Data Source={rig.Path}"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE multillm_gateway_meta SET value = 99 WHERE name = 'keys_version'";
            await command.ExecuteNonQueryAsync();
        }
        await using var later = rig.Another();

        Assert.Contains("99", (await later.Ring.ListAsync(default)).Error!.Message, StringComparison.Ordinal);
    }
}
