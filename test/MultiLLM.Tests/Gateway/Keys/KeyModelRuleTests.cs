using System.Collections.Frozen;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Keys;

namespace MultiLLM.Tests.Gateway.Keys;

public sealed class KeyModelRuleTests
{
    private static readonly ModelDefinition s_small = Model("small", "tiny");
    private static readonly ModelDefinition s_large = Model("Large", "big", "small"); // an alias that is another model's id

    [Theory]
    [InlineData("small", true, false)]
    [InlineData("tiny", true, false)]
    [InlineData("large", false, true)]
    [InlineData("big", false, true)]
    [InlineData("careful", false, true)]
    [InlineData("nothing", false, false)]
    public void Refusal_ListOfOneName_PermitsWhatTheCatalogMeansByIt(string name, bool small, bool large)
    {
        var rule = new KeyModelRule(new OneCatalog { Current = Catalog(s_small, s_large) });
        var caller = CallerOf(name);

        Assert.Equal(small, rule.Refusal(caller, s_small) is null);
        Assert.Equal(large, rule.Refusal(caller, s_large) is null);
    }

    [Fact]
    public void Refusal_AnAliasThatMovesToAnotherModel_GoesWithIt()
    {
        var catalog = new OneCatalog { Current = Catalog(Model("a", "current"), Model("b")) };
        var rule = new KeyModelRule(catalog);
        var caller = CallerOf("current");
        Assert.Null(rule.Refusal(caller, Model("a")));

        catalog.Current = Catalog(Model("a"), Model("b", "current"));

        Assert.Equal(ErrorCode.ModelNotPermitted, rule.Refusal(caller, Model("a"))?.Code);
        Assert.Null(rule.Refusal(caller, Model("b")));
    }

    [Fact]
    public void Refusal_KeyWithoutAList_IsNone() =>
        Assert.Null(new KeyModelRule(new OneCatalog { Current = Catalog(s_small) }).Refusal(CallerOf() with { Models = null }, s_small));

    private static Caller CallerOf(params string[] models) => new() { Name = "k", KeyId = "key-k", Role = CallerRole.User, Models = models.ToFrozenSet() };

    private static ModelDefinition Model(string id, params string[] aliases) => new() { Id = id, Name = id, Kind = ModelKind.Chat, Path = $"/{id}.gguf", Aliases = aliases };

    private static CatalogSnapshot Catalog(params ModelDefinition[] models) => new(models, [], presets: [new ModelPreset { Alias = "careful", Model = "Large" }]);

    private sealed class OneCatalog : IModelCatalog
    {
        public required CatalogSnapshot Current { get; set; }

        public ValueTask<CatalogSnapshot> RefreshAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Current);

        public ValueTask<Result<ModelDefinition>> FindAsync(string idOrAlias, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
