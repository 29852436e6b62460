using System.Text.Json;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Live;
using MultiLLM.Dashboard.SignIn;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Live;

public sealed class PersonLiveTests : IAsyncDisposable
{
    private static readonly PersonIdentity s_user = new("key-u", "Una", "user");
    private static readonly PersonIdentity s_admin = new("key-a", "Ada", "admin");

    private readonly FakeLive _service = new();
    private readonly FakeApi _person = new();

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _person.Dispose();
    }

    [Fact]
    public async Task Current_KeyThatListsModels_ShowsTheseOnly()
    {
        _service.Say(Samples.Residency(
            Samples.Ready("own", 10) with { WhyEvicted = "it made room for secret" }, Samples.Ready("secret", 20), Samples.Ready("own-too", 30) with { WhyLoaded = "asked for" }));
        _service.Say(Samples.Health(90, Samples.ModelHealth("own"), Samples.ModelHealth("secret", 50)) with
        {
            Deductions = [Deduction("secret", "It crashed."), Deduction(null, "secret holds all memory."), Deduction(null, "The disk is full.")],
        });
        Permit("own", "own-too");
        using var watching = _service.Feed.Watch(_ => { });
        await _service.HappenAsync(
            Samples.Event(1, "model.loaded", "secret"), Samples.Event(2, "model.loaded", "own"),
            Samples.Event(3, "selection.fallback", "own", "secret failed, so own answered."), Samples.Event(4, "disk.low"));
        await _service.UntilAsync(() => _service.Feed.Current is { Events.Count: 4, Residency: not null, Health: not null });

        var live = Live();
        await live.LearnAsync(s_user);

        var view = live.Current;
        Assert.Equal(["own", "own-too"], view.Residency!.Models.Select(model => model.Id));
        Assert.Equal((null, "asked for", 40L), (view.Residency.Models[0].WhyEvicted, view.Residency.Models[1].WhyLoaded, view.Residency.MeasuredBytes));
        Assert.Equal(["own"], view.Health!.Models.Select(model => model.Id));
        Assert.Equal(["The disk is full."], view.Health.Deductions.Select(deduction => deduction.Reason));
        Assert.Equal([4, 2], view.Events.Select(happened => happened.Id));
    }

    [Fact]
    public async Task Current_KeyForAllModels_IsWhatAllSee()
    {
        _service.Say(Samples.Residency(Samples.Ready("a")));
        _person.On("GET /keys/self", """{"name":"Una","role":"user"}""");
        using var watching = _service.Feed.Watch(_ => { });
        await _service.UntilAsync(() => _service.Feed.Current.Residency is not null);
        var live = Live();

        await live.LearnAsync(s_user);

        Assert.Same(_service.Feed.Current, live.Current);
    }

    [Fact]
    public async Task Current_Administrator_IsWhatAllSeeAndNobodyIsAsked()
    {
        using var watching = _service.Feed.Watch(_ => { });
        await _service.UntilAsync(() => _service.Feed.Current.Residency is not null);
        var live = Live();

        await live.LearnAsync(s_admin);

        Assert.Same(_service.Feed.Current, live.Current);
        Assert.Empty(_person.Asked);
    }

    [Fact]
    public async Task Current_NobodyCanTell_ShowsNothing()
    {
        _service.Say(Samples.Residency(Samples.Ready("secret")));
        _person.Refuse("GET /keys/self");
        using var watching = _service.Feed.Watch(_ => { });
        await _service.UntilAsync(() => _service.Feed.Current.Residency is not null);
        var live = Live();

        await live.LearnAsync(s_user);

        Assert.Null(live.Current.Residency);
    }

    [Fact]
    public async Task Watch_KeyMayUseLessThanBefore_IsSeenSoon()
    {
        _service.Say(Samples.Residency(Samples.Ready("own"), Samples.Ready("secret")));
        Permit("own", "secret");
        var live = Live();
        await live.LearnAsync(s_user);
        LiveView? seen = null;
        using var watching = live.Watch(s_user, view => seen = view);
        await _service.UntilAsync(() => seen?.Residency?.Models.Count == 2);

        Permit("own");
        await _service.UntilAsync(() => seen?.Residency?.Models.Count == 1);

        Assert.Equal("own", seen!.Residency!.Models[0].Id);
    }

    [Theory]
    [InlineData("model.unloaded", "secret-2 was unloaded.", true)]
    [InlineData("model.unloaded", "It made room for secret.", false)]
    [InlineData("model.unloaded", "\"secret\" asked for room", false)]
    public void Of_Messages_AreHiddenWhereTheyNameAHiddenModel(string kind, string message, bool shown)
    {
        var view = LiveView.Nothing with { Residency = Samples.Residency(Samples.Ready("secret"), Samples.Ready("secret-2")), Events = [Samples.Event(1, kind, null, message)] };

        Assert.Equal(shown, new ShownModels(["secret-2"]).Of(view).Events.Count == 1);
    }

    private PersonLive Live() => new(_service.Feed, _person.Client(), _service.Time);

    private void Permit(params string[] models)
    {
        _person.On("GET /keys/self", JsonSerializer.Serialize(new CallerInfo { Name = "Una", Role = "user", KeyId = "key-u", Models = models }, ApiJsonContext.Default.CallerInfo));
        _person.On("GET /models", JsonSerializer.Serialize(new ModelList([.. models.Select(id => Samples.Model(id))], 3), ApiJsonContext.Default.ModelList));
    }

    private static HealthDeductionInfo Deduction(string? model, string reason) => new() { Part = "crashes", Points = 5, ModelId = model, Reason = reason, Advice = "Look at it." };
}
