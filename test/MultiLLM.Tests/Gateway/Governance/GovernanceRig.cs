using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Governance;
using MultiLLM.Core.Gateway.Governance.Approvals;
using MultiLLM.Core.Gateway.Governance.Digests;
using MultiLLM.Core.Hosting;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Gateway.Governance;

/// <summary>One model file, and those who decide about it.</summary>
internal sealed class GovernanceRig : IDisposable, IModelCatalog, IAuditLog
{
    private readonly TempFolder _folder = new();

    public GovernanceRig(bool approvedOnly = true)
    {
        Model = new ModelDefinition { Id = "m", Name = "M", Kind = ModelKind.Chat, Path = System.IO.Path.Combine(_folder.Path, "m.gguf"), License = "MIT" };
        File.WriteAllText(Model.Path, "weights");
        Digests = new DigestBook(Home, NullLogger<DigestBook>.Instance);
        Book = NewBook();
        Rule = new ApprovalRule(Book, Digests, Options.Create(new GovernanceOptions { ApprovedOnly = approvedOnly }), Time);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    public ModelDefinition Model { get; }
    public DigestBook Digests { get; }
    public ApprovalBook Book { get; }
    public ApprovalRule Rule { get; }
    public List<AuditEntry> Entries { get; } = [];
    public string Path => _folder.Path;
    public CatalogSnapshot Current { get; } = CatalogSnapshot.Empty;

    private IOptions<MultiLLMOptions> Home => Options.Create(new MultiLLMOptions { Home = _folder.Path });

    public ApprovalBook NewBook() => new(this, Digests, this, Home, Time, NullLogger<ApprovalBook>.Instance);

    public ValueTask<Result<ModelApproval>> DecideAsync(ApprovalOrder order) => Book.DecideAsync("m", order, Caller.Library, "req-1", CancellationToken.None);

    public Error? Refusal(Caller? caller = null, ModelTask? task = null) => Rule.Refusal(caller ?? Caller.Library, Model, task);

    /// <summary>As the watch does every few seconds.</summary>
    public ValueTask<bool> LookAsync() => Digests.LookAsync(Model.Path, null, Time, CancellationToken.None);

    public void Append(AuditEntry entry) => Entries.Add(entry);

    public ValueTask<CatalogSnapshot> RefreshAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Current);

    public ValueTask<Result<ModelDefinition>> FindAsync(string idOrAlias, CancellationToken cancellationToken) => ValueTask.FromResult<Result<ModelDefinition>>(
        idOrAlias == Model.Id ? Model : new Error(ErrorCode.ModelNotFound, "none"));

    public void Dispose()
    {
        Digests.Dispose();
        _folder.Dispose();
    }
}
