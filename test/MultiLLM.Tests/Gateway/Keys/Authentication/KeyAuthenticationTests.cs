using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Keys;
using MultiLLM.Core.Gateway.Keys.Secrets;
using MultiLLM.Core.Selection.Ranking;

namespace MultiLLM.Tests.Gateway.Keys.Authentication;

public sealed class KeyAuthenticationTests : IAsyncDisposable
{
    private readonly KeyRig _rig = KeyRig.Sqlite();

    [Fact]
    public async Task Authenticate_ARightKey_IsWhomTheKeySays()
    {
        var key = (await _rig.Ring.CreateAsync(new KeyOrder { Name = "reports", Preference = "fast", Limits = new() { Concurrency = 2 } }, KeyRig.Admin, default)).OrThrow();

        var caller = (await _rig.AskAsync(key)).OrThrow();

        Assert.Equal((key.Key.Id, "reports", CallerRole.User, "192.0.2.1"), (caller.KeyId, caller.Name, caller.Role, caller.Address));
        Assert.Equal(Preference.Fast, caller.Preference);
        Assert.Equal(2, caller.Limits.Concurrency);
    }

    [Fact]
    public async Task Authenticate_WrongSecretOfAKnownAndAnUnknownPrefix_AreRefusedInTheSameWords()
    {
        var key = await _rig.CreateAsync();

        var known = await _rig.AskAsync(KeySecret.Generate(key.Key.Prefix).Reveal());
        var unknown = await _rig.AskAsync(KeySecret.Generate().Reveal());

        Assert.Equal(known.Error, unknown.Error);
        Assert.Equal(ErrorCode.KeyInvalid, known.Error?.Code);
    }

    /// <summary>The quick check lets one of 65,536 pass, so that a hundred wrong ones of either kind hash next to nothing.</summary>
    [Fact]
    public async Task Authenticate_WrongKeys_CostNoSlowHashWhetherOrNotTheirPrefixIsKnown()
    {
        var key = await _rig.CreateAsync();
        foreach (var prefix in (string[])[key.Key.Prefix, "zzzzzzzz"])
        {
            for (var i = 0; i < 100; i++)
                await _rig.AskAsync(KeySecret.Generate(prefix).Reveal());
        }

        Assert.InRange(_rig.Slow.Computed, 0, 2);
    }

    [Fact]
    public async Task Authenticate_Revoked_IsRefusedAtOnceAlsoWhereItWasChecked()
    {
        var key = await _rig.CreateAsync();
        (await _rig.AskAsync(key)).OrThrow();
        await _rig.Ring.RevokeAsync(key.Key.Id, KeyRig.Admin, default);

        Assert.Equal(ErrorCode.KeyInvalid, (await _rig.AskAsync(key)).Error?.Code);
    }

    [Fact]
    public async Task Authenticate_Expired_IsRefusedFromThatMomentOn()
    {
        var key = (await _rig.Ring.CreateAsync(new KeyOrder { Name = "a", ExpiresAt = _rig.Time.GetUtcNow().AddMinutes(1) }, KeyRig.Admin, default)).OrThrow();
        _rig.Time.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1));
        (await _rig.AskAsync(key)).OrThrow();
        _rig.Time.Advance(TimeSpan.FromTicks(1));

        Assert.Contains("expired", (await _rig.AskAsync(key)).Error?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task Authenticate_Rotated_TakesTheOldSecretForTheGraceOnly(int graceSeconds)
    {
        var old = await _rig.CreateAsync();
        (await _rig.AskAsync(old)).OrThrow();
        var fresh = (await _rig.Ring.RotateAsync(old.Key.Id, TimeSpan.FromSeconds(graceSeconds), KeyRig.Admin, default)).OrThrow();

        Assert.Equal(old.Key.Id, (await _rig.AskAsync(fresh)).OrThrow().KeyId);
        Assert.Equal(graceSeconds > 0, (await _rig.AskAsync(old)).IsSuccess);
        await using (var other = _rig.Another())
            Assert.Equal(graceSeconds > 0, (await other.AskAsync(old)).IsSuccess);
        _rig.Time.Advance(TimeSpan.FromSeconds(graceSeconds));
        Assert.False((await _rig.AskAsync(old)).IsSuccess);
        Assert.True((await _rig.AskAsync(fresh)).IsSuccess);
    }

    [Fact]
    public async Task Authenticate_ManyWrongKeysOfAnAddress_WaitsAndStillLetsARightKeyIn()
    {
        var key = await _rig.CreateAsync();
        for (var i = 0; i < _rig.Options.FailuresPerMinute; i++)
            Assert.Equal(ErrorCode.KeyInvalid, (await _rig.AskAsync(KeySecret.Generate().Reveal())).Error?.Code);

        var further = await _rig.AskAsync(KeySecret.Generate().Reveal());

        Assert.Equal(ErrorCode.RateLimited, further.Error?.Code);
        Assert.InRange(further.Error!.RetryAfter!.Value.TotalSeconds, 0.1, 2);
        Assert.Equal(ErrorCode.KeyInvalid, (await _rig.AskAsync(KeySecret.Generate().Reveal(), "192.0.2.2")).Error?.Code);
        Assert.True((await _rig.AskAsync(key)).IsSuccess);
    }

    [Fact]
    public async Task Authenticate_FiftyTimesAtOnce_HashesOnce()
    {
        var key = await _rig.CreateAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => _rig.AskAsync(key).AsTask())));

        Assert.All(answers, answer => Assert.True(answer.IsSuccess));
        Assert.InRange(_rig.Slow.Computed, 1, 2); // one may come when the first is over and not yet remembered
    }

    [Fact]
    public async Task Authenticate_DatabaseGone_TakesKnownKeysForAWhileAndThenNone()
    {
        var key = await _rig.CreateAsync();
        (await _rig.AskAsync(key)).OrThrow();
        File.Delete(_rig.Path);
        Directory.CreateDirectory(_rig.Path); // nothing can be opened there
        _rig.Time.Advance(_rig.Options.KeysMaxAge);

        Assert.True((await _rig.AskAsync(key)).IsSuccess);
        _rig.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(ErrorCode.GatewayStoreUnavailable, (await _rig.AskAsync(key)).Error?.Code);
    }

    [Fact]
    public async Task Authenticate_OwnKey_IsTheDashboardAndNoKeyOfTheList()
    {
        var caller = (await _rig.AskAsync(_rig.Own.Secret.Reveal())).OrThrow();

        Assert.Equal(("dashboard", CallerRole.Admin, null), (caller.Name, caller.Role, caller.KeyId));
        Assert.Empty((await _rig.Ring.ListAsync(default)).OrThrow());
        await using var other = _rig.Another();
        Assert.False((await other.AskAsync(_rig.Own.Secret.Reveal())).IsSuccess);
    }

    [Fact]
    public async Task Authenticate_FirstUseOfADay_IsToldOnce()
    {
        var key = await _rig.CreateAsync();
        for (var i = 0; i < 3; i++)
            await _rig.AskAsync(key);
        _rig.Time.Advance(TimeSpan.FromDays(1));
        await _rig.AskAsync(key);
        await _rig.AskAsync(key);

        var told = _rig.Audit.Entries.Where(entry => entry.Action == AuditActions.KeyUsed).ToList();
        Assert.Equal(2, told.Count);
        Assert.All(told, entry => Assert.Equal((key.Key.Id, "allowed"), (entry.KeyId, entry.Outcome)));
    }

    [Theory]
    [InlineData("mllm_")]
    [InlineData("mllm_abcdefgh_short")]
    [InlineData("MLLM_ABCDEFGH_ABCDEFGHABCDEFGHABCDEFGHABCDEFGHABCDEFGH")]
    public async Task Authenticate_WhatOnlyBeginsLikeAKey_IsInvalid(string key) =>
        Assert.Equal(ErrorCode.KeyInvalid, (await _rig.AskAsync(key)).Error?.Code);

    public ValueTask DisposeAsync()
    {
        if (Directory.Exists(_rig.Path))
            Directory.Delete(_rig.Path);
        return _rig.DisposeAsync();
    }
}
