using MultiLLM.Core.Acquisition;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;

namespace MultiLLM.Tests.Acquisition;

public sealed class PullSourcesTests
{
    private static readonly CatalogEntry Entry = new()
    {
        Id = "tiny-3b", Name = "Tiny", Type = ModelType.SmallLlm, Kind = ModelKind.Chat, Aliases = ["tiny"],
        Source = new ModelSource { Repository = "owner/tiny-GGUF", Revision = "v1", Files = [new SourceFile("Tiny.Q4.gguf", 10, new string('a', 64))] },
    };

    private static readonly CatalogSnapshot Catalog = new([], [], [
        Entry,
        Entry with { Id = "no-source", Aliases = [], Source = null },
        Entry with { Id = "ranker", Aliases = [], Type = ModelType.Reranker, Kind = null, CannotRun = "Rerankers cannot run yet." },
        Entry with { Id = "evil", Aliases = [], Source = Entry.Source! with { Files = [new SourceFile("../../evil.gguf")] } },
    ]);

    [Fact]
    public void Plan_CatalogAlias_HasTheCatalogsSource()
    {
        var plan = Plan("TINY").OrThrow();

        Assert.Equal(("tiny-3b", "tiny-3b", "hf:owner/tiny-GGUF/Tiny.Q4.gguf@v1"), (plan.Id, plan.CatalogId, plan.SourceText));
        Assert.Equal(["Tiny.Q4.gguf"], plan.FileNames);
        Assert.Equal(new string('a', 64), plan.Source.Files[0].Sha256);
    }

    [Fact]
    public void Plan_CatalogWithAnotherRevision_HasNoDigestOfTheOldOne()
    {
        var plan = PullSources.Plan(new PullOrder("tiny", Revision: "v2"), Catalog).OrThrow();

        Assert.Equal("v2", plan.Source.Revision);
        Assert.Equal(new SourceFile("Tiny.Q4.gguf"), plan.Source.Files[0]);
    }

    [Theory]
    [InlineData("hf:a/b/dir/My Model-Q4.gguf", "my-model-q4", "main")]
    [InlineData("HF:a/b/m.gguf@refs/pr/1", "m", "refs/pr/1")]
    public void Plan_HubFile_TakesIdFromItsName(string address, string id, string revision)
    {
        var plan = Plan(address).OrThrow();

        Assert.Equal((id, revision, "a/b", null), (plan.Id, plan.Source.Revision, plan.Source.Repository, plan.CatalogId));
    }

    [Fact]
    public void Plan_AnyShard_MeansAllOfThem()
    {
        var plan = PullSources.Plan(new PullOrder("hf:a/b/q4/big-00002-of-00003.gguf", Id: "mine"), Catalog).OrThrow();

        Assert.Equal(["q4/big-00001-of-00003.gguf", "q4/big-00002-of-00003.gguf", "q4/big-00003-of-00003.gguf"], plan.Source.Files.Select(f => f.Path));
        Assert.Equal(["mine-00001-of-00003.gguf", "mine-00002-of-00003.gguf", "mine-00003-of-00003.gguf"], plan.FileNames);
        Assert.Equal("big", Plan("hf:a/b/q4/big-00002-of-00003.gguf").OrThrow().Id);
    }

    [Theory]
    [InlineData("hf:a/b")]
    [InlineData("hf:a/b/")]
    [InlineData("hf:a/b/m.bin")]
    [InlineData("hf:a/b/.gguf")]
    [InlineData("hf:a/b/../m.gguf")]
    [InlineData("hf:a/b/x/../../../../m.gguf")]
    [InlineData("hf:a/b//m.gguf")]
    [InlineData("hf:a/b/C:\\m.gguf")]
    [InlineData("hf:a/b/c:m.gguf")]
    [InlineData("hf:a/b/nul.gguf")]
    [InlineData("hf:a/b/com1.x.gguf")]
    [InlineData("hf:a/b/m\0.gguf")]
    [InlineData("hf:a/b/m?x=.gguf")]
    [InlineData("hf:a/b/.hidden.gguf")]
    [InlineData("hf:../b/m.gguf")]
    [InlineData("hf:a/b@c/m.gguf")]
    [InlineData("hf:a b/c/m.gguf")]
    [InlineData("hf:a/b/m.gguf@")]
    [InlineData("hf:a/b/m.gguf@..")]
    [InlineData("hf:a/b/m.gguf@a/../b")]
    [InlineData("hf:a/b/m.gguf@a@b")]
    public void Plan_AddressThatIsNone_IsRefused(string address) => Assert.Equal((ErrorCode.InvalidSource, "model"), (Plan(address).Error?.Code, Plan(address).Error?.Param));

    [Fact]
    public void Plan_HalfASurrogatePair_IsRefused() => Assert.Equal(ErrorCode.InvalidSource, Plan("hf:a/b/" + (char)0xD800 + ".gguf").Error?.Code);

    [Theory]
    [InlineData("no-source", "no place to fetch")]
    [InlineData("ranker", "cannot run yet")]
    [InlineData("evil", "must not leave its folder")]
    public void Plan_EntryThatCannotBeFetched_SaysWhy(string id, string why)
    {
        var error = Plan(id).Error;

        Assert.Equal(ErrorCode.InvalidSource, error?.Code);
        Assert.Contains(why, error?.Message);
    }

    [Fact]
    public void Plan_Unknown_SaysHowToNameAFileOfTheHub()
    {
        var error = Plan("nonesuch").Error;

        Assert.Equal(ErrorCode.ModelNotFound, error?.Code);
        Assert.Contains("hf:owner/repository/file.gguf", error?.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData(".a")]
    [InlineData("auto")]
    [InlineData("pull")]
    [InlineData("con")]
    [InlineData("nul.x")]
    [InlineData("a.")]
    [InlineData("ä")]
    public void Plan_IdThatIsNoName_IsRefused(string id)
    {
        var error = PullSources.Plan(new PullOrder("hf:a/b/m.gguf", Id: id), Catalog).Error;

        Assert.Equal((ErrorCode.InvalidSource, "as"), (error?.Code, error?.Param));
    }

    private static Result<PullPlan> Plan(string model) => PullSources.Plan(new PullOrder(model), Catalog);
}
