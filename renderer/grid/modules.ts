import {
  CellStyleModule, ColumnApiModule, ColumnAutoSizeModule, CustomFilterModule, HighlightChangesModule, InfiniteRowModelModule, LocaleModule, ModuleRegistry, RenderApiModule, RowApiModule, RowSelectionModule, RowStyleModule,
  ScrollApiModule, themeQuartz, TooltipModule, ValidationModule,
} from 'ag-grid-community';

/** What the grids use and no more: the rest of AG Grid is a third of the page. Whoever uses another part learns its name from the validation. */
ModuleRegistry.registerModules([
  InfiniteRowModelModule, RowSelectionModule, CustomFilterModule, ColumnAutoSizeModule, CellStyleModule, RowStyleModule, LocaleModule, TooltipModule, HighlightChangesModule,
  ColumnApiModule, RowApiModule, RenderApiModule, ScrollApiModule, ...(import.meta.env.DEV ? [ValidationModule] : []),
]);

/** The grid's theme takes every colour from the page's, so that both change together. */
export const gridTheme = themeQuartz.withParams({
  spacing: 5,
  fontSize: 13,
  fontFamily: 'inherit',
  backgroundColor: 'var(--td-bg-color-container)',
  foregroundColor: 'var(--td-text-color-primary)',
  headerBackgroundColor: 'var(--td-bg-color-secondarycontainer)',
  headerTextColor: 'var(--td-text-color-primary)',
  chromeBackgroundColor: 'var(--td-bg-color-secondarycontainer)',
  borderColor: 'var(--td-component-border)',
  accentColor: 'var(--td-brand-color)',
  rowHoverColor: 'var(--td-bg-color-container-hover)',
  selectedRowBackgroundColor: 'var(--info-bg)',
  oddRowBackgroundColor: 'var(--td-bg-color-container)',
  menuBackgroundColor: 'var(--td-bg-color-container)',
  browserColorScheme: 'inherit',
});
