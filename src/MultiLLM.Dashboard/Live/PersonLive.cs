using MultiLLM.Client;
using MultiLLM.Dashboard.Shared;
using MultiLLM.Dashboard.SignIn;

namespace MultiLLM.Dashboard.Live;

/// <summary>
/// The live view as whoever looks at a page may see it. All pages share what is followed; to somebody whose key lists models it shows these only, as
/// the service itself does.
/// </summary>
public sealed class PersonLive(LiveFeed all, MultiLLMClient person, TimeProvider time)
{
    /// <summary>What a key may see changes seldom, and has to be seen soon.</summary>
    internal static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    private volatile Known? _known;
    private int _asking;

    /// <summary>Null: all. Nothing is shown to somebody of whom nobody knows yet.</summary>
    private sealed record Known(ShownModels? Models, DateTimeOffset At);

    public LiveView Current => Shown(all.Current);

    /// <summary>Finds out what this person may see; before the first look at <see cref="Current"/>.</summary>
    public async Task LearnAsync(PersonIdentity who)
    {
        var now = time.GetUtcNow();
        if (who.IsAdmin)
        {
            _known = new Known(null, DateTimeOffset.MaxValue);
            return;
        }
        try
        {
            var self = await person.GetCallerAsync();
            _known = new Known(self.Models is null ? null : new ShownModels((await person.ListModelsAsync()).Models.Select(model => model.Id)), now);
        }
        catch (Exception failure) when (Failures.Include(failure))
        {
            // What was known goes on counting; the feed says that the service does not answer.
        }
    }

    /// <summary>Calls back with each change until it is disposed. The call comes on any thread and must be quick.</summary>
    public IDisposable Watch(PersonIdentity who, Action<LiveView> changed) => all.Watch(view =>
    {
        changed(Shown(view));
        if (!who.IsAdmin && (_known is not { } known || time.GetUtcNow() - known.At >= Pace) && Interlocked.Exchange(ref _asking, 1) == 0)
            _ = RelearnAsync(who, changed);
    });

    private async Task RelearnAsync(PersonIdentity who, Action<LiveView> changed)
    {
        try
        {
            await LearnAsync(who);
            changed(Current);
        }
        finally
        {
            Volatile.Write(ref _asking, 0);
        }
    }

    private LiveView Shown(LiveView view) => _known switch
    {
        null => LiveView.Nothing with { Offline = view.Offline },
        { Models: null } => view,
        { Models: { } models } => models.Of(view),
    };
}
