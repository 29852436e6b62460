namespace MultiLLM.Core.Catalog.Fit;

/// <summary>Says which models fit this machine now. Looks at the machine once for each call.</summary>
public interface IModelFit
{
    ModelFit Judge(ModelDefinition model, FitRequest? request = null);

    /// <summary>A model that is not installed.</summary>
    ModelFit Judge(CatalogEntry entry, FitRequest? request = null);

    /// <summary>The model nearest to this one that fits; null: none of its kind does.</summary>
    /// <param name="idOrAlias">The one that does not fit.</param>
    /// <param name="catalog">All models.</param>
    /// <param name="request">How it was meant to be loaded; only its context length counts for another model, and that only where one was trained for it.</param>
    ClosestModel? ClosestTo(string idOrAlias, CatalogSnapshot catalog, FitRequest? request = null);
}
