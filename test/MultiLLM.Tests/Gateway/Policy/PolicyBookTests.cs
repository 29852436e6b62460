using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Events;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Policy;
using MultiLLM.Core.Gateway.Policy.Detectors;
using MultiLLM.Core.Gateway.Policy.Rules;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Gateway.Policy;

public sealed class PolicyBookTests : IDisposable, IAuditLog
{
    private const string Good = """{"version":"1","rules":[{"id":"mail","detectors":["email"],"action":"block"}]}""";

    private readonly TempFolder _folder = new();
    private readonly EventLog _events = new(new FakeTimeProvider());
    private readonly List<AuditEntry> _entries = [];

    private string FilePath => Path.Combine(_folder.Path, "policy.json");

    public void Dispose() => _folder.Dispose();

    void IAuditLog.Append(AuditEntry entry) => _entries.Add(entry);

    [Fact]
    public void Refresh_DetectorCannotLoad_NothingPassesAndItIsToldOnce()
    {
        var book = NewBook(() => throw new InvalidDataException("injection-phrases.txt is damaged."));

        book.Refresh();

        Assert.Contains("injection-phrases.txt is damaged.", book.Current.Problem);
        var refused = Assert.Throws<MultiLLMException>(() => book.Current.For(Caller.Library, null, PolicyDirection.Input));
        Assert.Equal(ErrorCode.PolicyUnavailable, refused.Error.Code);
        Assert.Equal(EventKinds.PolicyProblem, Assert.Single(_events.ReadAfter(0).Events).Kind);
        Assert.Equal("refused", Assert.Single(_entries).Outcome);
        Assert.Contains("injection-phrases.txt", Assert.Single(book.Parse(Encoding.UTF8.GetBytes(Good)).Problems).Message);
    }

    [Fact]
    public void Refresh_DetectorLoadsLater_PolicyIsInForceAndItIsTold()
    {
        File.WriteAllText(FilePath, Good);
        var broken = true;
        var book = NewBook(() => broken ? throw new InvalidDataException("damaged") : DetectorCatalog.Load());
        Assert.Null(book.Current.Policy);

        broken = false;
        book.Refresh();

        Assert.Equal(("1", null), (book.Current.Policy?.Version, book.Current.Problem));
        Assert.Equal([EventKinds.PolicyProblem, EventKinds.PolicyChanged], _events.ReadAfter(0).Events.Select(happened => happened.Kind));
    }

    [Fact]
    public void Refresh_FileDisappears_RulesHoldUntilItIsBack()
    {
        File.WriteAllText(FilePath, Good);
        var book = NewBook(DetectorCatalog.Load);

        File.Delete(FilePath);
        book.Refresh();
        Assert.Contains("is gone", book.Current.Problem);
        Assert.Equal("1", book.Current.Policy?.Version);

        File.WriteAllText(FilePath, Good);
        book.Refresh();
        Assert.Null(book.Current.Problem);
        Assert.Equal("1", book.Current.Policy?.Version);
    }

    private PolicyBook NewBook(Func<DetectorCatalog> load) => new(FilePath, load, this, _events, NullLogger<PolicyBook>.Instance);
}
