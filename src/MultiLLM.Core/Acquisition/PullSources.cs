using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Acquisition;

/// <summary>Turns what a caller asked for into a plan. Every name that becomes a path or part of an address is checked here.</summary>
internal static class PullSources
{
    private const string Scheme = "hf:";

    public static Result<PullPlan> Plan(PullOrder order, CatalogSnapshot catalog)
    {
        if (order.Id is { } id && StoreNames.ProblemOfId(id) is { } problem)
            return Wrong("as", $"as {problem}.");
        if (order.Revision is { } revision && StoreNames.ProblemOfRevision(revision) is { } bad)
            return Wrong("revision", $"revision {bad}.");
        return order.Model.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? OfHubFile(order) : OfCatalog(order, catalog);
    }

    private static Result<PullPlan> OfHubFile(PullOrder order)
    {
        var halves = order.Model[Scheme.Length..].Split('@');
        if (halves.Length > 2)
            return Wrong("model", "The address has more than one @; its form is hf:owner/repository/file.gguf@revision.");
        if (halves.Length == 2 && order.Revision is not null && order.Revision != halves[1])
            return Wrong("revision", "revision and the address name different revisions.");
        var (address, revision) = (halves[0], halves.Length == 2 ? halves[1] : order.Revision ?? "main");
        if (StoreNames.ProblemOfRevision(revision) is { } badRevision)
            return Wrong("model", $"The address's revision {badRevision}.");
        var parts = address.Split('/', 3);
        if (parts.Length < 3)
            return Wrong("model", "The address must name a file of a repository: hf:owner/repository/file.gguf.");
        var repository = $"{parts[0]}/{parts[1]}";
        if (StoreNames.ProblemOfRepository(repository) is { } badRepository)
            return Wrong("model", $"The address's repository {badRepository}.");
        if (StoreNames.ProblemOfRepositoryPath(parts[2]) is { } badPath)
            return Wrong("model", $"The address's file {badPath}.");
        return Plan(order, null, new ModelSource { Repository = repository, Revision = revision, Files = WithShards(parts[2]) });
    }

    private static Result<PullPlan> OfCatalog(PullOrder order, CatalogSnapshot catalog)
    {
        if (catalog.FindEntry(order.Model) is not { } entry)
            return Unknown(order.Model, catalog);
        if (order.Id is not null)
            return Wrong("as", $"as goes with files of the hub; \"{entry.Id}\" keeps the catalog's id.");
        if (entry.CannotRun is { } reason)
            return Wrong("model", reason);
        if (entry.Source is not { } source)
            return Wrong("model", entry.Starter ? $"\"{entry.Id}\" comes with the service; there is nothing to fetch." : $"The catalog has no place to fetch \"{entry.Id}\" from.");
        // The catalog's size and digest belong to its own revision.
        if (order.Revision is { } revision && revision != source.Revision)
            source = source with { Revision = revision, Files = [.. source.Files.Select(file => new SourceFile(file.Path))] };
        // User entries come from files that people write.
        var problem = StoreNames.ProblemOfRepository(source.Repository) is { } repository ? $"repository {repository}"
            : StoreNames.ProblemOfRevision(source.Revision) is { } badRevision ? $"revision {badRevision}"
            : source.Files.Select(file => StoreNames.ProblemOfRepositoryPath(file.Path)).FirstOrDefault(p => p is not null) is { } file ? $"file {file}"
            : source.Files.Count == 0 ? "list of files is empty"
            : null;
        return problem is null ? Plan(order, entry.Id, source) : Wrong("model", $"The catalog's entry \"{entry.Id}\" cannot be fetched: its {problem}.");
    }

    private static Result<PullPlan> Plan(PullOrder order, string? catalogId, ModelSource source)
    {
        var names = source.Files.Select(file => file.Name).ToArray();
        // The catalog takes the id of a file it does not know from the file's name.
        if (order.Id is { } given)
            names = [.. ShardNames.Of(given, names.Length)];
        var id = order.Id ?? catalogId?.ToLowerInvariant() ?? ModelDescriber.IdOf(names[0]);
        if (StoreNames.ProblemOfId(id) is { } problem)
            return Wrong("as", $"The id \"{id}\" that follows from the name {problem}; give another.");
        if (names.Distinct(StringComparer.OrdinalIgnoreCase).Count() != names.Length)
            return Wrong("model", "Two of the model's files have the same name.");
        return new PullPlan { Id = id, CatalogId = catalogId, Source = source, FileNames = names };
    }

    private static Error Unknown(string model, CatalogSnapshot catalog)
    {
        if (catalog.Find(model) is { } installed)
            return Wrong("model", $"\"{installed.Id}\" is on this machine, and the catalog does not know where it came from.");
        var unknown = CloseMatches.NotFound(model, catalog);
        return unknown with { Message = $"{unknown.Message} A file of the hub is named like hf:owner/repository/file.gguf." };
    }

    private static IReadOnlyList<SourceFile> WithShards(string path)
    {
        var folder = path[..(path.LastIndexOf('/') + 1)];
        return [.. ShardNames.AllOf(path[folder.Length..]).Select(name => new SourceFile(folder + name))];
    }

    private static Error Wrong(string field, string message) => new(ErrorCode.InvalidSource, message, field);
}
